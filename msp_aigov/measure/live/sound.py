"""Sound to transcribe: generated, or a recording that somebody chose."""

import io
import math
import random
import wave
from dataclasses import dataclass
from functools import cache

from msp_aigov.errors import ConfigError

RATE, SECONDS = 16_000, 30
LONGEST_S = 600


@dataclass(frozen=True)
class Sound:
    """A WAV file and how many seconds it lasts."""

    data: bytes
    seconds: float


@cache
def generated(seed: int = 0) -> Sound:
    """Half a minute of tones that come and go like syllables; it holds no word of anybody's."""
    choice, samples = random.Random(seed), bytearray()
    while len(samples) < 2 * RATE * SECONDS:
        pitch, length = choice.uniform(110, 320), choice.randrange(RATE // 10, RATE // 3)
        for at in range(length):
            swell = math.sin(math.pi * at / length)
            value = swell * (math.sin(2 * math.pi * pitch * at / RATE) + choice.uniform(-0.2, 0.2))
            samples += int(9000 * value).to_bytes(2, "little", signed=True)
    return _wav(bytes(samples[: 2 * RATE * SECONDS]))


def recorded(data: bytes, shown: str) -> Sound:
    """A recording as it is; only its length is looked at. `shown` is its name for people."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            seconds = file.getnframes() / file.getframerate()
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise ConfigError(f"--sound {shown}: is no WAV file: {error}", "Give PCM, 16 kHz, one channel.") from error
    if not 1 <= seconds <= LONGEST_S:
        raise ConfigError(f"--sound {shown}: lasts {seconds:.0f} s", f"Give between 1 and {LONGEST_S} s.")
    return Sound(data, seconds)


def _wav(samples: bytes) -> Sound:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return Sound(made.getvalue(), len(samples) / 2 / RATE)
