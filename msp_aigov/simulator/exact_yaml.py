"""YAML in which a number keeps its digits, and a date and the word `on` stay text."""

import re
from decimal import Decimal, InvalidOperation

import yaml

_READ_OTHERWISE = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")


class ExactLoader(yaml.SafeLoader):
    """A SafeLoader for wire JSON: no float rounds an amount, no model version becomes a date."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _READ_OTHERWISE]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _decimal(loader: ExactLoader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return Decimal(text)
    except InvalidOperation as exc:
        raise yaml.YAMLError(f"{text!r} is not a number{node.start_mark}") from exc


# YAML 1.1 would read the ledger's key `on` as true.
ExactLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$", re.IGNORECASE), list("tTfF"))
ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
