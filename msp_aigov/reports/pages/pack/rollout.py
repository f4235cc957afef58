"""Roll-out: waves, the test that ends each, the way back, and what is known not to work."""

from collections.abc import Iterator

from msp_aigov.model.document import ClientReport
from msp_aigov.model.text import Text
from msp_aigov.reports.blocks import Block, Heading, Paragraph
from msp_aigov.reports.pages.pack import tables

FIRST = "Wave 1: five people who said yes, for two weeks. They write down what goes wrong."
SECOND = "Wave 2: one team, once the acceptance test below is passed."
LAST = "Wave 3: everybody whose device or account is ready."
WAITING = "Wave 3: everybody whose device is ready. The others follow as the refresh plan gets to them."
TEST = "For each workload: ten real cases, judged by those who will use it. Nine of ten must be good enough to use."
DEVICE_TEST = (
    "On each kind of device: the model answers with the network switched off, in the time that the workload allows.",
    "The end of the model's name shows that the processor meant for it does the work.",
)
CLOUD_TEST = (
    "A call with an API key is refused; the same call with a person's sign-in works.",
    "A harmless test phrase that the filter must stop is stopped, in prompt and in answer.",
    "A test mail of the budget's alert reaches the person who is named in it.",
)
IMAGE_TEST = "A picture that the image gate must hold back is held back."
BACK = "Withdraw the role or the application from those concerned; nothing else has to be undone at once."
DEVICE_BACK = (
    "On devices: stop the program and remove the model with foundry cache remove MODEL. What people wrote stays theirs."
)
CLOUD_BACK = (
    "In the cloud: set the deployment's quota to the least or delete it. Account, filter, budget and logs stay."
)
DEVICE_LIMITS = (
    "The device makes no pictures and no voice, and it cannot train a model.",
    "It serves one person: requests wait for each other.",
    "It has no content filter of its own: what needs one is filtered by the application.",
    "Some ways of calling it reserve memory for the model's longest text: give the length that the workload needs.",
    "Without a network an empty list of models means that none was copied, not that there is none.",
)
CLOUD_LIMITS = (
    "A budget warns and does not stop. Cost is known about a day late, the alert later still.",
    "A content filter lowers the risk; it does not replace the person who reads before it is used.",
    "Models retire: an end is announced, and the successor is evaluated before it comes.",
)


def chapter(client: ClientReport, cloud: bool, device: bool) -> Iterator[Block]:
    """Only what goes for the places this client uses."""
    if not client.workloads:
        return
    images = any(stage.task == "image-generation" for each in client.workloads for stage in each.stages)
    yield Heading(Text("Roll-out"))
    yield Heading(Text("Waves"), 3)
    yield from (Paragraph(Text(wave)) for wave in (FIRST, SECOND, WAITING if client.refresh else LAST))
    tests = (TEST, *(DEVICE_TEST if device else ()), *(CLOUD_TEST if cloud else ()))
    yield from tables.numbered(Text("Acceptance test"), (*tests, *((IMAGE_TEST,) if images and cloud else ())))
    yield from tables.numbered(
        Text("The way back"), (BACK, *((DEVICE_BACK,) if device else ()), *((CLOUD_BACK,) if cloud else ()))
    )
    limits = (*(DEVICE_LIMITS if device else ()), *(CLOUD_LIMITS if cloud else ()))
    if limits:
        yield Heading(Text("Known limits"), 3)
        yield from (Paragraph(Text(limit)) for limit in limits)
