"""The Entra token endpoint: client credentials in, a signed token for one tenant out."""

import base64
import hashlib
import hmac
import json
import secrets
import time
import uuid
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from msp_aigov.simulator.estate import Application
from msp_aigov.simulator.scenario import Scenario
from msp_aigov.simulator.wire import Json, Request, Response

LIFETIME_S = 3600
PUBLIC_ARM = ("https://management.azure.com", "https://management.core.windows.net")

_TOKEN, _DISCOVERY, _INSTANCE = "/oauth2/v2.0/token", "/v2.0/.well-known/openid-configuration", "/discovery/instance"


class TokenService:
    """Issues tokens to a scenario's applications and recognises its own tokens again."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._key = secrets.token_bytes(32)

    def answer(self, request: Request, tenant_in_token: str = "") -> Response:
        """Answer one request; `tenant_in_token` puts another tenant into the token than was asked."""
        if request.path.endswith(_INSTANCE):
            return Response(200, _instance(request))
        tenant = self._scenario.tenant(tenant_of(request.path))
        if tenant is None:
            return _refused(400, "invalid_request", 90002, f"Tenant '{tenant_of(request.path)}' not found.")
        if request.path.endswith(_DISCOVERY):
            return Response(200, _discovery(request.base_url, tenant.id))
        form = {name: values[0] for name, values in parse_qs(request.body).items()}
        problem = _problem(form, tenant.applications)
        if problem:
            return problem
        token = self._issue(request.base_url, tenant_in_token or tenant.id, form)
        body = {"token_type": "Bearer", "expires_in": LIFETIME_S, "ext_expires_in": LIFETIME_S, "access_token": token}
        return Response(200, body)

    def tenant(self, authorization: str, audience: str) -> str:
        """The tenant of a bearer header; nothing when the token is not ours, too old or for someone else."""
        scheme, _, token = authorization.partition(" ")
        signed, _, signature = token.rpartition(".")
        if scheme.lower() != "bearer" or not hmac.compare_digest(signature.encode(), self._sign(signed).encode()):
            return ""
        claims = json.loads(_decoded(signed.partition(".")[2]))
        fits = claims["aud"].rstrip("/") in (audience, *PUBLIC_ARM) and claims["exp"] > time.time()
        return str(claims["tid"]) if fits else ""

    def _issue(self, base_url: str, tenant: str, form: dict[str, str]) -> str:
        now, client = int(time.time()), form["client_id"]
        claims: Json = {
            "aud": form["scope"].removesuffix("/.default"),
            "iss": f"{base_url}/{tenant}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME_S,
            "appid": client,
            "oid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{tenant}/{client}")),
            "tid": tenant,
            "ver": "1.0",
        }
        signed = f"{_encoded({'typ': 'JWT', 'alg': 'HS256'})}.{_encoded(claims)}"
        return f"{signed}.{self._sign(signed)}"

    def _sign(self, text: str) -> str:
        return _plain(hmac.new(self._key, text.encode(), hashlib.sha256).digest())


def is_token_path(path: str) -> bool:
    """Whether a path belongs to Entra rather than to ARM."""
    return path.endswith((_TOKEN, _DISCOVERY, _INSTANCE))


def tenant_of(path: str) -> str:
    """The tenant in a path of the token endpoint."""
    return path.strip("/").split("/")[0].lower()


def in_entra_shape(answer: Response) -> Response:
    """An error in ARM's shape, told the way Entra tells errors."""
    if not isinstance(answer.body, dict):
        return answer
    error = answer.body["error"]
    return replace(answer, body={"error": error["code"], "error_description": error["message"], "error_codes": []})


def without_secrets(body: str) -> str:
    """The form of a token request with its secret and assertion struck out."""
    fields = (field.partition("=")[::2] for field in body.split("&") if field)
    hidden = ("client_secret", "client_assertion")
    return "&".join(f"{name}={'***' if name in hidden else value}" for name, value in fields)


def _problem(form: dict[str, str], applications: tuple[Application, ...]) -> Response | None:
    client = form.get("client_id", "").lower()
    application = next((known for known in applications if known.client_id == client), None)
    if form.get("grant_type") != "client_credentials":
        return _refused(400, "unsupported_grant_type", 70003, "Only client_credentials is simulated.")
    if application is None:
        return _refused(400, "unauthorized_client", 700016, f"Application '{client}' was not found in the directory.")
    if not form.get("scope", "").endswith("/.default"):
        return _refused(400, "invalid_scope", 70011, "The scope must be a resource followed by /.default.")
    if "client_assertion" in form:
        return None if application.assertion else _refused(401, "invalid_client", 700027, "Assertion not accepted.")
    if application.secret and form.get("client_secret") == application.secret:
        return None
    return _refused(401, "invalid_client", 7000215, f"Invalid client secret provided for app '{client}'.")


def _refused(status: int, error: str, code: int, message: str) -> Response:
    return Response(status, {"error": error, "error_description": f"AADSTS{code}: {message}", "error_codes": [code]})


def _discovery(base_url: str, tenant: str) -> Json:
    home = f"{base_url}/{tenant}"
    return {
        "issuer": f"{home}/v2.0",
        "authorization_endpoint": f"{home}/oauth2/v2.0/authorize",
        "token_endpoint": f"{home}{_TOKEN}",
        "jwks_uri": f"{home}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }


def _instance(request: Request) -> Json:
    host = urlsplit(request.base_url).netloc
    tenant = tenant_of(urlsplit(request.query.get("authorization_endpoint", "")).path) or "common"
    return {
        "tenant_discovery_endpoint": f"{request.base_url}/{tenant}{_DISCOVERY}",
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
    }


def _encoded(value: Json) -> str:
    return _plain(json.dumps(value, separators=(",", ":")).encode())


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
