"""How far the live benchmark lies from a real server's own timings: a streaming server over onnxruntime-genai.

Needs onnxruntime-genai and a folder that bench/runtime_error.py built (--build-only).
"""

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live.address import address
from msp_aigov.model.bench.measured import Need

BOUND = 5
NEED = Need("chat", Decimal(1), 60_000, None, 256, 64)
Told = tuple[float, float]


class Handler(BaseHTTPRequestHandler):
    """Answers one chat at a time, token by token."""

    model: Any
    told: "Queue[Told | int]"
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
        for number in range(1, most + 1):
            generator.generate_next_token()
            last = time.perf_counter()
            first = first or last
            if number % self.per_chunk == 0 or number == 1:
                self._event({"choices": [{"delta": {"content": "w "}}]})
        self.told.put((first - began, (last - first) / (most - 1)))
        self._event({"choices": [{"delta": {}, "finish_reason": "length"}]})
        self._event({"choices": [], "usage": {"completion_tokens": most}})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, content: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(content).encode() + b"\n\n")
        self.wfile.flush()


def serve(folder: str, told: "Queue[Told | int]", per_chunk: int) -> None:
    """The server's process: its port first, then its own timings of every request."""
    import onnxruntime_genai as genai

    Handler.model, Handler.told, Handler.per_chunk = genai.Model(folder), told, per_chunk
    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.put(server.server_address[1])
    server.serve_forever()


def compared(folder: Path, per_chunk: int) -> bool:
    """Measure once; whether both figures lie within the bound."""
    told: Queue[Told | int] = multiprocessing.Queue()
    process = multiprocessing.Process(target=serve, args=(str(folder), told, per_chunk), daemon=True)
    process.start()
    port = told.get(timeout=120)
    place = address(f"http://127.0.0.1:{port}/v1", allow_remote=False)
    made = live.bench(live.Order(place, "shape", NEED), lambda words: None)
    own = [told.get(timeout=10) for _ in range(live.REPEATS + 2)][2:]
    process.terminate()
    first = statistics.median(each[0] for each in own if isinstance(each, tuple)) * 1e6
    gap = statistics.median(each[1] for each in own if isinstance(each, tuple)) * 1e6
    print(f"{per_chunk} tokens a piece: {made.state} {made.reason}")
    if made.served is None or not made.served.first_token_p50_us or not made.served.token_gap_p50_us:
        return False
    errors = []
    for name, ours, theirs in (
        ("TTFT", made.served.first_token_p50_us, first),
        ("TPOT", made.served.token_gap_p50_us, gap),
    ):
        errors.append(100 * (ours / theirs - 1))
        print(f"  {name}: server {theirs / 1000:9.2f} ms, client {ours / 1000:9.2f} ms, {errors[-1]:+.1f} %")
    return all(abs(error) <= BOUND for error in errors)


def main() -> int:
    """Compare with one and with four tokens a piece; 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a model folder of onnxruntime-genai")
    asked = parser.parse_args()
    multiprocessing.set_start_method("spawn")
    return 0 if all([compared(asked.folder, per_chunk) for per_chunk in (1, 4)]) else 1


if __name__ == "__main__":
    sys.exit(main())
