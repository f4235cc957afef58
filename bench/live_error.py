"""How far the live benchmark lies from a real server's own timings: `genai|foundry FOLDER`, or `llama-cpp WORK`.

The servers and what they need are in bench/live_servers.py. The model has the shape of qwen2.5-0.5b.
"""

import argparse
import multiprocessing
import statistics
import sys
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

from live_servers import Own, Serving, foundry, genai, llama_cpp
from random_gguf import built

from msp_aigov.measure.live import bench as live
from msp_aigov.measure.live.address import address
from msp_aigov.model.bench.measured import Need

BOUND = 5
# A first token under this says more of the machine's own ways than of the benchmark's.
LEAST_FIRST_MS = 200
NEED = Need("chat", Decimal(1), 60_000, None, 256, 64)
# The cold request and the one to warm up are none of the run's figures.
BEFORE = 2


def compared(name: str, starting: AbstractContextManager[Serving], need: Need) -> bool:
    """Measure once; whether both figures lie within the bound."""
    with starting as server:
        place = address(f"http://127.0.0.1:{server.port}/v1", allow_remote=False)
        made = live.bench(live.Order(place, server.model, need), lambda words: None)
        own = server.timings()[BEFORE:]
    print(f"{name}: {made.state} {made.reason}")
    seen = made.served
    if seen is None or not seen.first_token_p50_us or not seen.token_gap_p50_us or len(own) != seen.requests:
        return False
    print(f"  {seen.requests} requests, prompts of {seen.prompt_tokens} tokens, {seen.cached_tokens} of them cached")
    first = _error("TTFT", seen.first_token_p50_us, [each.first_ms for each in own])
    token = _error("TPOT", seen.token_gap_p50_us, [each.token_ms for each in own])
    return max(abs(first), abs(token)) <= BOUND and _middle(own) >= LEAST_FIRST_MS


def _error(name: str, ours_us: int, theirs_ms: list[float]) -> float:
    middle = statistics.median(theirs_ms)
    error = 100 * (ours_us / 1000 / middle - 1)
    print(f"  {name}: server {middle:9.2f} ms, client {ours_us / 1000:9.2f} ms, {error:+.1f} %")
    return error


def _middle(own: list[Own]) -> float:
    return statistics.median(each.first_ms for each in own)


def main() -> int:
    """Compare; 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=("genai", "foundry", "llama-cpp"))
    parser.add_argument("folder", type=Path, help="a model folder of onnxruntime-genai; llama-cpp: where its file is")
    asked = parser.parse_args()
    multiprocessing.set_start_method("spawn")
    if asked.server == "genai":
        runs = [(f"{each} tokens a piece", genai(asked.folder, each), NEED) for each in (1, 4)]
    elif asked.server == "foundry":
        # By its count the words around the story make a prompt of 256 words some ten tokens longer.
        runs = [(f"{NEED.prompt_tokens} tokens", foundry(asked.folder, NEED.prompt_tokens - 11), NEED)]
    else:
        file = built("qwen2.5-0.5b", asked.folder)
        long = Need("chat", Decimal(1), 60_000, None, 512, 128)
        runs = [(f"{need.prompt_tokens} tokens", llama_cpp(file), need) for need in (NEED, long)]
    return 0 if all([compared(*run) for run in runs]) else 1


if __name__ == "__main__":
    sys.exit(main())
