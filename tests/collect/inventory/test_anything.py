"""Properties of reading, whatever a file holds."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msp_aigov.errors import InventoryError

from .reading import SAMPLES, table

ANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_said(folder, content):
    """Whether rows that can be written down came of it, or an error that names the file."""
    try:
        return all(repr(one).encode() for one in table(folder, content))
    except InventoryError as error:
        return error.message.startswith("fleet.")


@ANY
@given(
    content=st.binary(max_size=400), before=st.sampled_from([b"", b"device,ram_gb\n", b"[", b'{"value":', b"\xff\xfe"])
)
def test_any_bytes_are_read_or_refused_with_a_reason(tmp_path, content, before):
    assert read_or_said(tmp_path, before + content)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "a"]), inner, max_size=3),
    max_leaves=6,
)
SHAPES = [json.loads((SAMPLES / f"{name}.json").read_text()) for name in ("ninjaone", "intune-graph", "datto", "glpi")]


@ANY
@given(data=st.data())
def test_any_value_anywhere_in_a_known_shape_is_survived(tmp_path, data):
    whole = data.draw(st.sampled_from(SHAPES))
    items = whole if isinstance(whole, list) else whole.get("value") or whole.get("devices") or [whole]
    item = json.loads(json.dumps(items[0]))
    for key in data.draw(st.lists(st.sampled_from(sorted(item)), max_size=4)):
        item[key] = data.draw(VALUES)
    assert read_or_said(tmp_path, json.dumps([item]))


CELLS = st.text(alphabet=" ,.;\"'\n-0123456789GMBaoZ/:=", max_size=12)
HEADERS = [
    "device",
    "serial",
    "RAM (GB)",
    "gpu",
    "vram_gb",
    "os",
    "os_build",
    "disk_free_gb",
    "last_seen",
    "arch",
    "vm",
]


@ANY
@given(
    rows=st.lists(st.lists(CELLS, min_size=11, max_size=11), min_size=1, max_size=5), order=st.permutations(range(11))
)
def test_the_order_of_columns_changes_nothing(tmp_path, rows, order):
    def written(places):
        lines = [[HEADERS[at] for at in places], *([row[at] for at in places] for row in rows)]
        return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)

    def read_back(places):
        try:
            return [one for one in table(tmp_path, written(places)) if not one.reason.startswith("a total")]
        except InventoryError as error:
            return error.message

    assert read_back(range(11)) == read_back(order)
