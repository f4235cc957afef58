"""A value that may be absent, and how we come to believe it."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

State = Literal["read", "default", "inferred", "capped", "sentinel", "missing", "contradicted"]


@dataclass(frozen=True)
class Seen(Generic[T]):
    """One fact with its evidence.

    `read`: the source said so. `default`: the source said nothing and a dated default applies. `inferred`: worked out
    from something else. `capped`: at least this much. `sentinel`: a placeholder stood where the value should be.
    `missing`: nothing there. `contradicted`: sources disagree, `value` is the one preferred.
    `unit` is the unit of `value`; `source` says where it was read and what stood there.
    """

    value: T | None
    state: State
    source: str = ""
    unit: str = ""

    @property
    def known(self) -> bool:
        """Whether the value may decide something against its bearer: read, default or inferred."""
        return self.value is not None and self.state in ("read", "default", "inferred")


def missing(source: str = "", unit: str = "") -> Seen[T]:
    """A fact that no source gave."""
    return Seen(None, "missing", source, unit)
