"""The numbers devices are judged by, out of the dated rules."""

from dataclasses import dataclass, fields
from datetime import date

from msp_aigov.errors import ConfigError
from msp_aigov.model.rules import DeviceRule, Rules


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, builds as Windows numbers them, shares in percent, contexts in tokens."""

    ram_min_bytes: int
    disk_min_bytes: int
    windows_min_build: int
    windows_arm_min_build: int
    windows_server_min_build: int
    npu_min_build: int
    os_reserve_bytes: int
    ram_factor_percent: int
    vram_factor_percent: int
    vram_reserve_bytes: int
    default_context_tokens: int
    snap_min_percent: int
    ram_upgrade_from_bytes: int
    ram_upgrade_max_bytes: int
    published_on: date


def limits(rules: Rules) -> Limits:
    """The limits of a run; every one of them must stand in the rules."""
    given = {rule.key: rule for rule in rules.device_rules}
    wanted = [field.name for field in fields(Limits)]
    if lacking := [key for key in wanted if key not in given]:
        raise ConfigError(
            f"device_rules.csv lacks {', '.join(lacking)}", "Restore the rows, or remove your own rules file."
        )
    numbers = {key: _whole(given[key]) for key in wanted if key != "published_on"}
    return Limits(**numbers, published_on=_day(given["published_on"]))


def _whole(rule: DeviceRule) -> int:
    try:
        return int(rule.value)
    except ValueError as error:
        raise ConfigError(f"device_rules.csv: {rule.key}: a whole number was expected, not {rule.value!r}") from error


def _day(rule: DeviceRule) -> date:
    try:
        return date.fromisoformat(rule.value)
    except ValueError as error:
        raise ConfigError(
            f"device_rules.csv: {rule.key}: a day as 2026-01-06 was expected, not {rule.value!r}"
        ) from error
