"""Where Azure is: four clouds by name, and never a silent public one."""

import pytest

from msp_aigov.azure.cloud import VARIABLES, cloud_named
from msp_aigov.errors import ConfigError

CUSTOM = dict(zip(VARIABLES, ("https://login.test/", "https://arm.test:8443/", "https://arm.test/"), strict=True))


@pytest.mark.parametrize(
    ("name", "host", "scope"),
    [
        ("public", "management.azure.com", "https://management.azure.com/.default"),
        ("usgov", "management.usgovcloudapi.net", "https://management.usgovcloudapi.net/.default"),
        ("china", "management.chinacloudapi.cn", "https://management.chinacloudapi.cn/.default"),
    ],
)
def test_a_named_cloud_has_its_own_host_and_scope(name: str, host: str, scope: str) -> None:
    cloud = cloud_named(name)
    assert (cloud.host, cloud.scope) == (host, scope)


def test_a_named_cloud_ignores_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    public = cloud_named("public")
    for name, value in CUSTOM.items():
        monkeypatch.setenv(name, value)
    assert cloud_named("public") == public


def test_a_custom_cloud_comes_from_its_three_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CUSTOM.items():
        monkeypatch.setenv(name, value)
    cloud = cloud_named("custom")
    assert (cloud.authority, cloud.host, cloud.scope) == (
        "https://login.test",
        "arm.test:8443",
        "https://arm.test/.default",
    )


def test_a_custom_cloud_without_variables_names_all_three() -> None:
    with pytest.raises(ConfigError) as caught:
        cloud_named("custom")
    assert all(name in caught.value.message for name in VARIABLES)
    assert "simulator serve" in caught.value.hint


@pytest.mark.parametrize("name", VARIABLES)
def test_a_custom_cloud_over_an_open_wire_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for variable, value in {**CUSTOM, name: "http://127.0.0.1"}.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match=f"cloud custom: {name} must be https addresses"):
        cloud_named("custom")


@pytest.mark.parametrize("name", ["Public", "germany", ""])
def test_an_unknown_cloud_is_never_public(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in CUSTOM.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError, match="is not known"):
        cloud_named(name)
