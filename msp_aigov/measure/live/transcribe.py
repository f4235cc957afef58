"""The live benchmark of speech: the same sound several times, and how long each transcript takes."""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from msp_aigov.measure.live.bench import Order
from msp_aigov.measure.live.pulse import Pulse
from msp_aigov.measure.live.sound import Sound
from msp_aigov.measure.live.users import together
from msp_aigov.measure.live.wire import authorised, opened, patience, received, refusal, whole, within
from msp_aigov.measure.quantity import ratio, spread_percent, timing
from msp_aigov.measure.rule import asks, ruled, too_noisy
from msp_aigov.measure.synth.clocked import Watch
from msp_aigov.model.bench.measured import Measurement, Noise, Speech

BOUNDARY = "msp-aigov-7d1f0c5e9a"
# Fewer words a second than this, and the decoder had less to do than with people talking.
WORDS_PER_S = 1.5


@dataclass(frozen=True)
class Heard:
    """One transcript: nanoseconds it took, how many words came, `error` empty when it ended well."""

    taken: int
    words: int = 0
    error: str = ""


def bench(order: Order, sound: Sound, said: Callable[[str], None]) -> Measurement:
    """Measure one speech model of one endpoint."""
    said(f"{order.model}: {sound.seconds:.0f} s of sound to {order.address.url}, {order.repeats} times after one")
    watch = Watch(order.look_s)
    cold = heard(order, sound)
    replies, stopped = [cold], 0
    if not cold.error:
        with Pulse() as pulse:
            rounds = [together(lambda _: heard(order, sound), range(order.need.users)) for _ in range(order.repeats)]
        stopped = pulse.stopped_ns
        replies = [reply for each in rounds for reply in each]
    spread = spread_percent([reply.taken for reply in replies if not reply.error])
    noise = Noise(watch.busy_percent, spread, None, watch.stolen_ms(), watch.paused_ms([], stopped))
    return judged(order, sound, replies, noise)


def judged(order: Order, sound: Sound, replies: Sequence[Heard], noise: Noise) -> Measurement:
    """What the transcripts mean; one failure among them decides nothing."""
    name = order.alias or order.model
    made = Measurement("live", name, order.address.url, order.engine, "", "ok", noise=noise, verified=True)
    errors = sorted({reply.error for reply in replies if reply.error})
    speech = None if errors else _speech(sound, replies)
    if errors or speech is None:
        made = replace(made, state="failed", reason="; ".join(errors) or "the clock gave no believable duration")
    elif why := too_noisy(noise):
        made = replace(made, state="noisy", reason=why, speech=speech)
    else:
        why = "few words came out of it: give a recording of speech with --sound" if speech.lower_bound else ""
        made = replace(made, speech=speech, reason=why)
    return replace(made, ruling=ruled(made, order.need)) if asks(order.need) else made


def _speech(sound: Sound, replies: Sequence[Heard]) -> Speech | None:
    took = timing([reply.taken for reply in replies])
    if took is None:
        return None
    factor = ratio(took.p90_us, round(sound.seconds * 1_000_000))
    words = min(reply.words for reply in replies)
    few = words < WORDS_PER_S * sound.seconds
    return None if factor is None else Speech(round(sound.seconds), words, None, None, factor, few, took)


def heard(order: Order, sound: Sound) -> Heard:
    """Send the sound once and take the transcript."""
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Accept": "application/json"}
    began = time.perf_counter_ns()
    try:
        with closing(opened(order.address, order.timeout_s)) as connection:
            path = f"{order.address.path}/audio/transcriptions"
            connection.request("POST", path, _body(order.model, sound), {**headers, **authorised(order.key)})
            with patience(connection.sock, within(order.timeout_s)):
                response = connection.getresponse()
                body = whole(received(response))
    except TimeoutError:
        return Heard(0, error=f"nothing came for {order.timeout_s:.0f} s")
    except (OSError, http.client.HTTPException) as error:
        return Heard(0, error=f"the connection broke: {type(error).__name__}")
    taken = time.perf_counter_ns() - began
    if reason := refusal(response.status, body, order.key):
        return Heard(taken, error=reason)
    return _text(taken, body)


def _text(taken: int, body: bytes) -> Heard:
    try:
        words = json.loads(body)["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        words = None
    if not isinstance(words, str):
        return Heard(taken, error="the server's answer holds no transcript")
    return Heard(taken, len(words.split()))


def _body(model: str, sound: Sound) -> bytes:
    fields = {"model": model, "response_format": "json", "temperature": "0"}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="sound.wav"\r\n'
    head = "".join(parts) + file + "Content-Type: audio/wav\r\n\r\n"
    return head.encode() + sound.data + f"\r\n--{BOUNDARY}--\r\n".encode()
