"""Small FOCUS exports, and the words that are in a rendering, whatever its format."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
HOME = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ai/providers"
ACCOUNT = f"{HOME}/Microsoft.CognitiveServices/accounts/client-ai"
BOUGHT = f"{HOME}/Microsoft.SaaS/resources/claude-opus-1"
HEADER = (
    "BilledCost,ListCost,BillingCurrency,ChargePeriodStart,SubAccountId,ResourceId,ServiceName,PublisherName,SkuMeter,"
    "x_SkuMeterId,ConsumedQuantity,ConsumedUnit,x_CustomerId"
)


def row(
    cost: str,
    listed: str,
    day: str = "2026-11-01",
    meter: str = "gpt-5-mini Inp glbl",
    quantity: str = "1000000",
    customer: str = "",
    resource: str = ACCOUNT,
    service: str = "Foundry Models",
    currency: str = "EUR",
) -> str:
    """One charge; a customer makes it a partner's export."""
    place = f"/subscriptions/{SUBSCRIPTION},{resource},{service},Microsoft,{meter},id-{meter}"
    return f"{cost},{listed},{currency},{day}T00:00:00Z,{place},{quantity},Tokens,{customer}"


def export(path: Path, *rows: str) -> Path:
    """A FOCUS file of these charges."""
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def words_of(path: Path) -> str:
    """All that a file says, its spaces evened out; a PDF only where a tool can read it."""
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    return re.sub(r"\s+", " ", " ".join(map(_words, files)))


def _words(path: Path) -> str:
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            named = [name for name in archive.namelist() if name.endswith(".xml") and "theme" not in name]
            return re.sub(r"<[^>]*>", " ", " ".join(archive.read(name).decode() for name in named))
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return data.decode("utf-8", "replace")
