"""Equal matrices across the fleet, so that the odd one stands out."""

from collections import defaultdict
from collections.abc import Iterable

from msp_aigov.model.guardrails import DeploymentGuardrail, FilterGroup, GroupedFilter, GroupMember, plain


def grouped(deployments: Iterable[tuple[str, DeploymentGuardrail]]) -> tuple[FilterGroup, ...]:
    """Deployments of (client, deployment) whose filters do the same in every direction; the smallest group first."""
    groups: dict[tuple[GroupedFilter, ...], list[GroupMember]] = defaultdict(list)
    names: dict[str, str] = {}
    for client, item in deployments:
        cells = tuple(
            GroupedFilter(names.setdefault(plain(cell.filter), cell.filter), cell.direction, cell.state, cell.threshold)
            for cell in sorted(item.filters, key=lambda cell: (plain(cell.filter), cell.direction))
        )
        groups[cells].append(
            GroupMember(client, item.account_name, item.deployment.name, item.deployment.model, item.policy)
        )
    made = [FilterGroup(tuple(sorted(members, key=_place)), cells) for cells, members in groups.items()]
    return tuple(sorted(made, key=lambda group: (len(group.members), _place(group.members[0]))))


def _place(member: GroupMember) -> tuple[str, str, str]:
    return member.client, member.account, member.deployment
