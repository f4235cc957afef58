"""One POST: signed over time and body, so that nobody else can send it and nobody can send it again."""

import hashlib
import hmac
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

SECONDS = 20
TAKEN = range(200, 300)


def signed(body: bytes, secret: str, identity: str, stamp: int) -> dict[str, str]:
    """The headers of a signed body. The receiver works out the same and refuses a `stamp` (Unix seconds) minutes old,
    and an `identity` that it has seen."""
    said = f"{stamp}.{identity}.".encode() + body
    digest = hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    headers = {"X-Aigov-Id": identity, "X-Aigov-Timestamp": str(stamp), "X-Aigov-Signature": f"v1={digest}"}
    return {"Content-Type": "application/json", **headers}


def post(url: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Send it once; an empty string if it was taken, else why not. A redirect is not followed: it may lead anywhere."""
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=SECONDS)
    try:
        connection.request(
            "POST", f"{address.path or '/'}{'?' + address.query if address.query else ''}", body, headers
        )
        answer = connection.getresponse()
        return "" if answer.status in TAKEN else f"HTTP {answer.status}"
    except (OSError, HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
