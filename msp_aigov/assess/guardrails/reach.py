"""Which models Azure's content filters reach at all, and when a filter's verdict comes."""

from msp_aigov.assess.guardrails.matrix import Resolved
from msp_aigov.model.cloud import Deployment
from msp_aigov.model.guardrails import plain
from msp_aigov.model.rules import Rules
from msp_aigov.model.seen import Seen, missing
from msp_aigov.model.text import Text

MODES = {
    "default": "blocking",
    "blocking": "blocking",
    "asynchronousfilter": "asynchronous",
    "asynchronous": "asynchronous",
    "deferred": "asynchronous",  # the older name
}
IMAGES = ("mai-image", "gpt-image", "dall-e", "flux", "stable-image", "stable-diffusion")
AUDIO = ("whisper", "tts", "mai-transcribe", "mai-voice")
SPEECH = ("-transcribe", "-tts")
SAYS = {"imagegenerations": "image", "audiotranscriptions": "audio", "speech": "audio", "audiotranslations": "audio"}


def makes_images(deployment: Deployment, rules: Rules) -> bool:
    """Whether a deployment generates images: by what ARM says it can, the dated table, or its family's name."""
    said = {SAYS.get(plain(name)) for name in deployment.capabilities}
    model = deployment.model.lower()
    known = {row.model.lower() for row in rules.cloud_models if row.task == "image-generation"}
    return "image" in said or model in known or model.startswith(IMAGES)


def outside(deployment: Deployment) -> Text | None:
    """Why the filters do not reach this model, if they do not."""
    said = {SAYS.get(plain(name)) for name in deployment.capabilities} - {None}
    model = deployment.model.lower()
    if said == {"audio"} or model.startswith(AUDIO) or any(part in model for part in SPEECH):
        return Text("audio models are outside Azure's content filters; check the text they take and give elsewhere")
    return None


def unreached(deployment: Deployment) -> str:
    """Why a policy named on this model may do nothing, if so."""
    if plain(deployment.model_format) == "anthropic" or deployment.model.lower().startswith("claude"):
        return "Azure's own filters are not documented to act on Anthropic models, whatever policy is named"
    return ""


def mode_of(resolved: Resolved) -> Seen[str]:
    """`blocking` or `asynchronous`, where an answer is shown before its verdict; missing where nobody can say."""
    if not resolved.chain:
        return missing(resolved.open)
    policy = resolved.chain[0]
    if not policy.mode:
        return missing(f"{policy.name}: mode not stated; save or list the policy with its properties")
    mode = MODES.get(plain(policy.mode))
    if mode is None:
        return missing(f"{policy.name}: mode={policy.mode} is not known")
    return Seen(mode, "read", f"{policy.name}: mode={policy.mode}")
