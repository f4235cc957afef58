"""The child process: one job as JSON on stdin, what it saw as JSON on the last line of stdout."""

import importlib
import json
import sys
from collections.abc import Mapping

# Every job that may crash, and the module whose `work(job)` does it. A new one is one file and one line here.
JOBS: Mapping[str, str] = {
    "decoder": "msp_aigov.measure.synth.work",
    "whisper": "msp_aigov.measure.synth.speech_work",
    "nvidia": "msp_aigov.measure.probe.nvidia",
    "providers": "msp_aigov.measure.probe.providers",
    "foundry": "msp_aigov.measure.live.foundry_work",
}


def main() -> int:
    """Do one job."""
    job = json.load(sys.stdin)
    seen = importlib.import_module(JOBS[job["job"]]).work(job)
    sys.stdout.write("\n" + json.dumps(seen) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
