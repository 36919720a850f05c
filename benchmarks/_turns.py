"""Ask two databases the same questions by turns.

Whatever else the machine does changes from second to second: what is to be compared has to be
measured at the same time. Each database has a process that stays, and they take turns with
every single answer.
"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from statistics import median

from scripts.settings import Settings

from . import _database


def compare(
    settings: Settings, name: str, arguments: dict[str, list], rounds: int
) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Yield each question with the median seconds and queries of each database.

    :param name: shell/<name>.py, whose `get_questions(env, *arguments)` makes functions by name
    :param arguments: those of `get_questions`, by database
    """
    with ExitStack() as stack:
        sides = [
            stack.enter_context(_asked(settings, database, [name, *values]))
            for database, values in arguments.items()
        ]
        names = [side.recv() for side in sides]
        for question in names[0]:
            answers = [[_ask(side, question) for side in sides] for _round in range(rounds + 1)]
            # The first one fills caches.
            yield question, [_summed_up(side) for side in zip(*answers[1:], strict=True)]


def _ask(side: Connection, question: str) -> tuple[float, int]:
    side.send(question)
    return side.recv()


def _summed_up(answers: tuple[tuple[float, int], ...]) -> tuple[float, float]:
    seconds, queries = zip(*answers, strict=True)
    return median(seconds), median(queries)


@contextmanager
def _asked(settings: Settings, database: str, arguments: list) -> Iterator[Connection]:
    """Have Odoo's shell wait for questions to a database."""
    with (
        ThreadPoolExecutor(2) as threads,
        tempfile.TemporaryDirectory() as folder,
        Listener(str(Path(folder) / "asked")) as listener,
    ):
        told = (settings, database, "turns", listener.address, *arguments)
        shell = threads.submit(_database.measure, *told)
        connection = threads.submit(listener.accept)
        wait((shell, connection), return_when=FIRST_COMPLETED)
        if shell.done():
            # It failed, and who waits for it waits for nobody.
            Client(listener.address).close()
        try:
            with connection.result() as side:
                yield side
                side.send(None)
        finally:
            shell.result()
