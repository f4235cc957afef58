"""Speech, live: a WAV goes out, a real-time factor comes back."""

import io
import wave
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from msp_aigov.errors import ConfigError
from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.sound import Sound, generated, recorded
from msp_aigov.measure.live.transcribe import Heard, bench, judged
from msp_aigov.model.bench.measured import Measurement, Need, Noise
from tests.measure.live.server import Behaviour, serving

DICTATION = Need("dictation", None, None, Decimal("0.5"), 0, 100)
SHORT = Sound(generated().data, 30.0)


def order(url: str, **changes: Any) -> live.Order:
    made = live.Order(address(url, False), "whisper-tiny", DICTATION, timeout_s=5, repeats=3, look_s=0)
    return replace(made, **changes)


def measured(behaviour: Behaviour) -> Measurement:
    with serving(behaviour) as url:
        return bench(order(url), SHORT, lambda words: None)


def heard(*seconds: float, words: int = 90) -> list[Heard]:
    return [Heard(round(each * 1e9), words) for each in seconds]


def test_the_generated_sound_is_half_a_minute_of_wav_and_always_the_same() -> None:
    with wave.open(io.BytesIO(generated().data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (16_000, 1, 480_000)
    assert generated().data == generated().data


def test_the_factor_is_time_over_time_of_sound() -> None:
    made = judged(order("http://127.0.0.1:9/v1"), SHORT, heard(6, 6, 6), Noise())
    assert made.speech is not None and made.speech.real_time_factor == Decimal("0.2000")
    assert (made.state, made.ruling and made.ruling.result) == ("ok", "pass")


def test_sound_that_gave_few_words_cannot_pass_but_can_fail() -> None:
    quick = judged(order("http://127.0.0.1:9/v1"), SHORT, heard(6, 6, 6, words=2), Noise())
    slow = judged(order("http://127.0.0.1:9/v1"), SHORT, heard(40, 40, 40, words=2), Noise())
    assert (quick.ruling and quick.ruling.result, slow.ruling and slow.ruling.result) == ("inconclusive", "fail")
    assert "--sound" in quick.reason


def test_a_server_gets_the_file_and_the_models_name() -> None:
    behaviour = Behaviour(first_s=0.05)
    made = measured(behaviour)
    assert made.speech is not None and made.speech.request is not None
    assert made.speech.request.p50_us >= 50_000 and len(behaviour.sounds) == 4
    assert b'name="model"\r\n\r\nwhisper-tiny\r\n' in behaviour.sounds[0] and b"RIFF" in behaviour.sounds[0]


def test_several_users_dictate_at_once() -> None:
    behaviour = Behaviour(first_s=0.02)
    with serving(behaviour) as url:
        made = bench(order(url, need=replace(DICTATION, users=4)), SHORT, lambda words: None)
    assert (len(behaviour.sounds), made.speech and made.speech.request and made.speech.request.runs) == (13, 12)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [(Behaviour(status=404), "HTTP 404: no such model"), (Behaviour(status=500), "HTTP 500")],
)
def test_a_refusal_is_named(behaviour: Behaviour, words: str) -> None:
    made = measured(behaviour)
    assert (made.state, made.speech) == ("failed", None) and words in made.reason


def test_nobody_there_is_a_clear_failure() -> None:
    made = bench(order("http://127.0.0.1:9/v1"), SHORT, lambda words: None)
    assert "ConnectionRefusedError" in made.reason and made.ruling and made.ruling.result == "inconclusive"


@pytest.mark.parametrize("data", [b"no sound", b"", b"RIFF\x00\x00\x00\x00WAVE"])
def test_a_recording_that_is_none_is_a_mistake(data: bytes) -> None:
    with pytest.raises(ConfigError, match="--sound a.wav"):
        recorded(data, "a.wav")


def test_a_recording_is_sent_as_it_is() -> None:
    assert recorded(generated().data, "a.wav") == SHORT
