"""Run a function in a process of its own, and measure the time and memory that it takes.

``python -m tests.support.bounded module function`` reads the argument from its standard input.
"""

import importlib
import pickle
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from scripts.settings import Settings

from .pure import import_without_odoo

#: Seconds after which a process is ended, however long it would have taken.
PATIENCE = 30


class Cost(NamedTuple):
    """What a call took: seconds of the processor, and megabytes beside those of a first call."""

    seconds: float
    megabytes: float
    #: What the function returned.
    result: object = None


def measure(module: str, function: str, argument: object, first: object) -> Cost:
    """Call a function with an argument, after a first call that has everything loaded.

    The time is the processor's, since tests share the machine with others.

    :param module: the whole name of the module
    :param first: an argument with which the function takes next to nothing
    :raise subprocess.TimeoutExpired: when it takes much too long
    :raise subprocess.CalledProcessError: when it raises, or its process dies
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", __name__, module, function],
        input=pickle.dumps((first, argument)),
        cwd=Settings().checkout,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return Cost(*pickle.loads(done.stdout))


def _peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main(module: str, function: str) -> None:
    """Make both calls, and write what the second one took."""
    import_without_odoo()
    call = getattr(importlib.import_module(module), function)
    first, argument = pickle.load(sys.stdin.buffer)
    call(first)
    before, begin = _peak(), time.process_time()
    result = call(argument)
    seconds = time.process_time() - begin
    sys.stdout.buffer.write(pickle.dumps((seconds, _peak() - before, result)))


if __name__ == "__main__":
    main(*sys.argv[1:])
