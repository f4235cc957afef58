"""All accounts and deployments of a client, each deployment with its filters and its place of processing."""

from collections.abc import Sequence

from msp_aigov.assess.guardrails.matrix import DEFAULT_POLICY, effective
from msp_aigov.assess.guardrails.residency import processing
from msp_aigov.model.client import Client
from msp_aigov.model.cloud import AiAccount, Deployment, RaiPolicy
from msp_aigov.model.guardrails import DeploymentGuardrail, Guardrails
from msp_aigov.model.rules import Profile, Rules


def assess(
    client: Client,
    baseline: str,
    accounts: Sequence[AiAccount],
    deployments: Sequence[Deployment],
    policies: Sequence[RaiPolicy],
    rules: Rules,
) -> Guardrails:
    """Judge nothing, work everything out: the client's profile, or the fleet's baseline where it names none."""
    profile = profile_named(client.profile or baseline, rules)
    by_id = {account.id: account for account in accounts}
    made = []
    for deployment in sorted(deployments, key=lambda item: item.id):
        account = by_id.get(deployment.account)
        own = [policy for policy in policies if policy.account == deployment.account]
        location = account.location if account else ""
        made.append(
            DeploymentGuardrail(
                deployment=deployment,
                account_name=account.name if account else deployment.account.rsplit("/", 1)[-1],
                policy=deployment.policy.value or f"{DEFAULT_POLICY} (not stated)",
                profile=profile.name,
                filters=effective(deployment, own, profile, rules, makes_images(deployment.model, rules)),
                processing=processing(deployment.sku, location, client.residency, rules),
                scopes=deployment.scopes,
            )
        )
    return Guardrails(tuple(sorted(accounts, key=lambda account: account.id)), tuple(made))


def profile_named(name: str, rules: Rules) -> Profile:
    """The profile of that name; config has made sure that it exists."""
    return next(profile for profile in rules.profiles if profile.name == name)


def makes_images(model: str, rules: Rules) -> bool:
    """Whether a model is known to generate images: by the dated table, or by its family's name."""
    known = {row.model.lower() for row in rules.cloud_models if row.task == "image-generation"}
    return model.lower() in known or model.lower().startswith(("mai-image", "gpt-image", "dall-e", "flux"))
