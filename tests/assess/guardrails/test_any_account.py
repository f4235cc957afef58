"""Whatever JSON an account or a spelling is made of: never a crash, and never a pass out of what was not said."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.model.document import ClientReport
from tests.assess.guardrails.labelled import cells, judged, wire

ODD = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.text(max_size=4), st.just([]), st.just({}))
FIELDS = ("disableLocalAuth", "publicNetworkAccess", "networkAcls", "privateEndpointConnections", "encryption")
MORE = ("restrictOutboundNetworkAccess", "storedCompletionsDisabled", "customSubDomainName", "capabilities", "newer")
PROPERTIES = st.fixed_dictionaries({}, optional=dict.fromkeys((*FIELDS, *MORE), ODD))
# What must be said, and said so, before a check of the account may pass.
SAID = {
    "ACC001": ("disableLocalAuth", True),
    "ACC004": ("encryption", None),
    "ACC008": ("storedCompletionsDisabled", True),
    "ACC011": ("restrictOutboundNetworkAccess", True),
}


def report(objects: list[Any], profile: str = "healthcare") -> ClientReport:
    with tempfile.TemporaryDirectory() as folder:
        return judged(objects, Path(folder), profile)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(properties=st.one_of(PROPERTIES, ODD), location=ODD, identity=ODD)
def test_an_accounts_check_passes_on_what_was_said_only(properties: Any, location: Any, identity: Any) -> None:
    objects = wire({"set": "harms Medium"})
    objects[0] |= {"properties": properties, "location": location, "identity": identity}
    made = report(objects)
    assert made.crashes == ()
    for finding in made.findings:
        if finding.outcome == "pass" and finding.check in SAID:
            field, value = SAID[finding.check]
            assert isinstance(properties, dict) and properties.get(field) is value


def respelled(value: Any, spell: Any) -> Any:
    if isinstance(value, dict):
        return {spell(key): respelled(item, spell) for key, item in value.items()}
    return [respelled(item, spell) for item in value] if isinstance(value, list) else value


SPELLINGS = (str.lower, str.upper, str.title, lambda key: key[0].upper() + key[1:])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    spell=st.sampled_from(SPELLINGS),
    which=st.sampled_from(["harms Low", "harms Medium", "harms High"]),
    off=st.booleans(),
)
def test_a_spelling_changes_no_verdict(spell: Any, which: str, off: bool) -> None:
    also = [{"name": "Sexual", "source": "Prompt", "enabled": False}] if off else []
    objects = wire({"set": which, "also": also})
    plain, other = report(objects), report(json.loads(json.dumps(respelled(objects, spell))))
    assert cells(plain) == cells(other)
    verdicts = [{f.check: f.outcome for f in each.findings} for each in (plain, other)]
    assert verdicts[0] == verdicts[1]
