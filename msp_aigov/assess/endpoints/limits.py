"""The numbers devices are judged by, out of the dated rules."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from msp_aigov.errors import ConfigError
from msp_aigov.model.ability.gates import Bandwidth, GraphicsCard, ProviderGate, Silicon
from msp_aigov.model.rules import DeviceRule, Reference, Rules


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, builds as Windows numbers them, shares in percent, contexts in tokens.

    `gates` is what pages ask for execution providers, `cited` every number with its source and day.
    """

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
    default_prompt_tokens: int
    snap_min_percent: int
    visible_min_percent: int
    ram_upgrade_from_bytes: int
    ram_upgrade_max_bytes: int
    ssd_step_bytes: int
    speed_low_percent: int
    speed_high_percent: int
    old_after_years: int
    warranty_soon_days: int
    published_on: date
    gates: tuple[ProviderGate, ...] = ()
    bandwidths: tuple[Bandwidth, ...] = ()
    graphics_cards: tuple[GraphicsCard, ...] = ()
    silicon: tuple[Silicon, ...] = ()
    cited: Mapping[str, str] | None = None

    def cite(self, *keys: str) -> tuple[str, ...]:
        """Rules as evidence: the number, where it was read, and when."""
        return tuple((self.cited or {}).get(key, key) for key in keys)


_BESIDE = ("published_on", "gates", "bandwidths", "graphics_cards", "silicon", "cited")


def limits(rules: Rules) -> Limits:
    """The limits of a run; every one of them must stand in the rules."""
    given = {rule.key: rule for rule in rules.device_rules}
    wanted = [field.name for field in fields(Limits) if field.name not in _BESIDE]
    if lacking := [key for key in (*wanted, "published_on") if key not in given]:
        raise ConfigError(
            f"device_rules.csv lacks {', '.join(lacking)}", "Restore the rows, or remove your own rules file."
        )
    return Limits(
        **{key: _whole(given[key]) for key in wanted},
        published_on=_day(given["published_on"]),
        gates=rules.provider_gates,
        bandwidths=rules.bandwidths,
        graphics_cards=rules.graphics_cards,
        silicon=rules.silicon,
        cited={rule.key: f"{rule.key}={rule.value}: {cited(rule.reference)}" for rule in rules.device_rules},
    )


def cited(reference: Reference) -> str:
    """Where a rule was read, and when."""
    return f"{reference.source}, read {reference.read_on.isoformat()}"


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
