"""A run, readable aloud: ask, shape, assess, judge, remember, describe."""

from msp_aigov.pipeline.order import Finished, Order, now
from msp_aigov.pipeline.parts import only_part, with_filter_groups
from msp_aigov.pipeline.run import audit, evaluate, newest, printed, view

__all__ = [
    "Finished",
    "Order",
    "audit",
    "evaluate",
    "newest",
    "now",
    "only_part",
    "printed",
    "view",
    "with_filter_groups",
]
