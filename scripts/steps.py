"""Steps of a set-up: tell what happens and how long it took, do nothing twice."""

import fcntl
import hashlib
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Tell the user in one sentence what is missing and what to do; the exit code is 2."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print what is done now, and how long it took when it is done."""
    print(f"  {title} ... ", end="", flush=True)
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - begin:.1f} s", flush=True)


def once(stamp: Path, inputs: Iterable[object], title: str, action: Callable[[], object]) -> None:
    """Do `action` unless `stamp` says that it was done with the same inputs."""
    wanted = digest(inputs)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    with step(title):
        action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def digest(inputs: Iterable[object]) -> str:
    """Return one hash of all the values: bytes as they are, all else by its text."""
    total = hashlib.sha256()
    for value in inputs:
        data = value if isinstance(value, bytes) else str(value).encode()
        total.update(b"%d:" % len(data) + data)
    return total.hexdigest()


def call(command: Sequence[object], log: Path, problem: str, **options) -> None:
    """Run a command with its output in `log`; when it fails, raise `problem` as a `Problem`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        output.flush()
        try:
            done = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **options,
            )
        except FileNotFoundError:
            raise Problem(problem) from None
    if done.returncode:
        raise Problem(f"{problem.rstrip('.')} (details: {log}).")


@contextmanager
def locked(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold an exclusive lock: two commands must not set up the same thing at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                print(f"  {waiting}", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
