"""Who hears a budget: an action group that is gone, off or empty hears nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from msp_aigov.model.money.usage import ActionGroups
from msp_aigov.model.spend import Budget, Notification

GROUP = "/providers/microsoft.insights/actiongroups/"


def heard(budgets: Iterable[Budget], read: Iterable[ActionGroups]) -> Iterator[Budget]:
    """The same budgets, the recipients of each alert sorted into those who hear, cannot hear, and may."""
    known = tuple(read)
    for budget in budgets:
        yield replace(budget, notifications=tuple(told(each, known) for each in budget.notifications))


def told(alert: Notification, read: Iterable[ActionGroups]) -> Notification:
    """One alert, its recipients sorted."""
    known = {each.subscription: {group.id: group for group in each.groups} for each in read}
    hear: list[str] = []
    deaf: list[str] = []
    unsure: list[str] = []
    for recipient in alert.recipients:
        place = recipient.lower()
        if GROUP not in place:
            hear.append(recipient)
            continue
        groups = known.get(place.strip("/").split("/")[1])
        group = groups.get("/" + place.strip("/")) if groups is not None else None
        if groups is None:
            unsure.append(recipient)
        else:
            (hear if group and group.enabled and group.receivers else deaf).append(recipient)
    return replace(alert, recipients=tuple(hear), deaf=tuple(deaf), unsure=tuple(unsure))
