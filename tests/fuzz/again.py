"""An input that seemed slow, once more: `python -m tests.fuzz.again TARGET FILE SECONDS`.

libFuzzer goes by the clock on the wall, which runs on while other programs have the processor.
Here the processor's own seconds count; beyond the limit the system ends this process.
"""

import resource
import sys
from math import ceil
from pathlib import Path

from tests.fuzz.targets import TARGETS


def main() -> None:
    """Try the target's examples, so that all is loaded, and then the input within the limit."""
    target = TARGETS[sys.argv[1]]
    for seed in target.seeds:
        target.try_(seed)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = ceil(used.ru_utime + used.ru_stime) + int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    target.try_(Path(sys.argv[2]).read_bytes())


if __name__ == "__main__":
    main()
