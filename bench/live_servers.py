"""Real servers for bench/live_error.py, each in a process of its own that says what it timed itself.

`genai` streams over onnxruntime-genai (a folder that bench/runtime_error.py built); `foundry` is the web service of
Foundry Local's SDK over the same folder; `llama-cpp` is llama.cpp's own server, out of the package xllamacpp, with a
file of bench/random_gguf.py.
"""

import json
import multiprocessing
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from foundry_cache import MODEL, cached

from msp_aigov.measure.live.address import address
from msp_aigov.measure.live.bench import prompt
from msp_aigov.measure.live.stream import Question, asked

LOADS_S = 120
# Foundry's web service logs whole requests only: so many of one token each say what a first token takes.
FIRSTS = 5
WHOLE = re.compile(r"TotalTimeMs=(\d+) TotalTokens=(\d+) InputTokenCount=(\d+)")
TIMED = re.compile(r"(prompt eval|eval) time =\s*([\d.]+) ms /\s*(\d+) tokens")


@dataclass(frozen=True)
class Own:
    """What a server timed of one request: milliseconds to its first token, and for each one after it."""

    first_ms: float
    token_ms: float


@dataclass(frozen=True)
class Serving:
    """A server that listens on a port of this machine; `timings` gives what it timed of every request so far."""

    port: int
    timings: Callable[[], list[Own]]
    model: str = "shape"


class Handler(BaseHTTPRequestHandler):
    """Answers one chat at a time, token by token."""

    model: Any
    told: "Queue[Own | int]"
    per_chunk: int

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Write so many tokens after the prompt, and keep the own timings."""
        import onnxruntime_genai as genai

        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        began, most = time.perf_counter(), asked["max_tokens"]
        prompt = [3 + number % 50 for number in range(len(asked["messages"][0]["content"].split()))]
        parameters = genai.GeneratorParams(self.model)
        parameters.set_search_options(max_length=len(prompt) + most, min_length=len(prompt) + most, do_sample=False)
        generator = genai.Generator(self.model, parameters)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        generator.append_tokens(prompt)
        first = last = 0.0
        held = 0
        for number in range(1, most + 1):
            generator.generate_next_token()
            last, held = time.perf_counter(), held + 1
            first = first or last
            if number % self.per_chunk == 0 or number in (1, most):
                self._event({"choices": [{"delta": {"content": "w " * held}}]})
                held = 0
        self.told.put(Own(1000 * (first - began), 1000 * (last - first) / (most - 1)))
        self._event({"choices": [{"delta": {}, "finish_reason": "length"}]})
        self._event({"choices": [], "usage": {"prompt_tokens": len(prompt), "completion_tokens": most}})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, content: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(content).encode() + b"\n\n")
        self.wfile.flush()


def _serve_genai(folder: str, told: "Queue[Own | int]", per_chunk: int) -> None:
    import onnxruntime_genai as genai

    Handler.model, Handler.told, Handler.per_chunk = genai.Model(folder), told, per_chunk
    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.put(server.server_address[1])
    server.serve_forever()


@contextmanager
def genai(folder: Path, per_chunk: int) -> Iterator[Serving]:
    """The streaming server over onnxruntime-genai; after the first token so many come in a piece."""
    told: Queue[Own | int] = multiprocessing.Queue()
    seen: list[Own] = []

    def timings() -> list[Own]:
        while not told.empty():
            each = told.get()
            seen.extend([each] if isinstance(each, Own) else [])
        return seen

    with _process(_serve_genai, str(folder), told, per_chunk):
        port = told.get(timeout=LOADS_S)
        assert isinstance(port, int)
        yield Serving(port, timings)


def _serve_foundry(cache: str, logs: str, told: "Queue[int]") -> None:
    os.environ["CI"] = "true"
    _write_into(os.devnull)
    import foundry_local_sdk as sdk

    web = sdk.Configuration.WebService(urls="http://127.0.0.1:0", external_url=None)
    level = sdk.LogLevel.VERBOSE
    sdk.FoundryLocalManager.initialize(
        sdk.Configuration("live-error", model_cache_dir=cache, web=web, logs_dir=logs, log_level=level)
    )
    manager = sdk.FoundryLocalManager.instance
    manager.catalog.get_cached_models()[0].load()
    manager.start_web_service()
    told.put(int(manager.urls[0].rpartition(":")[2]))
    time.sleep(1e6)


@contextmanager
def foundry(model: Path, words: int) -> Iterator[Serving]:
    """The web service of Foundry Local's SDK; its timings are those of its own log."""
    told: Queue[int] = multiprocessing.Queue()
    cache = cached(model, model.with_name(f"{model.name}-cache"))
    with tempfile.TemporaryDirectory() as logs, _process(_serve_foundry, str(cache), logs, told):
        place = address(f"http://127.0.0.1:{told.get(timeout=LOADS_S)}/v1", allow_remote=False)

        def timings() -> list[Own]:
            """Asks for one token a few times more: what that takes is what a first token takes."""
            for number in range(FIRSTS):
                asked(Question(place, MODEL, prompt(words, number), 1))
            log = "".join(each.read_text(errors="replace") for each in Path(logs).iterdir())
            seen = [tuple(map(int, each)) for each in WHOLE.findall(log)]
            first = statistics.median(total for total, _, _ in seen[-FIRSTS:])
            return [Own(first, (total - first) / (both - read - 1)) for total, both, read in seen[:-FIRSTS]]

        yield Serving(place.port, timings, MODEL)


def _serve_llama_cpp(file: str, log: str, told: "Queue[int]") -> None:
    _write_into(log)
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path, parameters.n_ctx, parameters.port = file, 4096, 0
    server = xllamacpp.Server(parameters)
    told.put(int(server.listening_address.rpartition(":")[2]))
    time.sleep(1e6)


@contextmanager
def llama_cpp(file: Path) -> Iterator[Serving]:
    """llama.cpp's own server, with its own defaults: what it prints of each request is what it timed."""
    told: Queue[int] = multiprocessing.Queue()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with _process(_serve_llama_cpp, str(file), str(log), told):
            yield Serving(told.get(timeout=LOADS_S), lambda: printed(log.read_text(errors="replace")))


def printed(log: str) -> list[Own]:
    """The timings in llama.cpp's own log, as it prints them; its milliseconds for a token count the first one too."""
    found = TIMED.findall(log)
    return [
        Own(float(prompt[1]), float(answer[1]) / int(answer[2]))
        for prompt, answer in zip(found[::2], found[1::2], strict=False)
    ]


def _write_into(file: str) -> None:
    """Both servers write to the process's own streams, whatever Python's are."""
    into = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(into, stream)


@contextmanager
def _process(work: Callable[..., None], *arguments: object) -> Iterator[None]:
    process = multiprocessing.Process(target=work, args=arguments, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
