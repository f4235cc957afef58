"""The values that rooms hand each other cannot be changed, however deep one looks."""

import dataclasses
import importlib
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any

import pytest

from tests.test_architecture import MODULES


def model_classes() -> list[type]:
    loaded = [importlib.import_module(name) for name in MODULES if name.startswith("msp_aigov.model.")]
    found = {item for module in loaded for item in vars(module).values() if dataclasses.is_dataclass(item)}
    return sorted((item for item in found if isinstance(item, type)), key=lambda item: item.__qualname__)


@pytest.mark.parametrize("kind", model_classes(), ids=lambda kind: kind.__name__)
def test_model_values_are_deeply_frozen(kind: Any) -> None:
    assert kind.__dataclass_params__.frozen
    for name, hint in typing.get_type_hints(kind).items():
        assert frozen(hint), f"{kind.__name__}.{name}: {hint}"


def frozen(hint: Any) -> bool:
    if hint in (str, int, bool, Decimal, date, datetime, NoneType, Ellipsis, type(Ellipsis)):
        return True
    if isinstance(hint, typing.TypeVar | typing.ForwardRef):
        return True
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return True
    if origin in (tuple, frozenset, typing.Union, UnionType) or dataclasses.is_dataclass(origin):
        return all(part is Ellipsis or frozen(part) for part in typing.get_args(hint))
    return dataclasses.is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, Enum))
