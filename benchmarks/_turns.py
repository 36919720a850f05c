"""Questions that two databases answer by turns.

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

from scripts import odoo
from scripts.settings import Settings

#: Follows a script that has filled `questions`, functions by name.
ANSWERING = """
import contextlib
import time
from multiprocessing.connection import Client

# Asked no more, also when it is the other database that failed.
with contextlib.suppress(EOFError), Client({address!r}) as connection:
    connection.send(list(questions))
    while name := connection.recv():
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        questions[name]()
        connection.send((time.perf_counter() - begin, env.cr.sql_log_count - queries))
env.cr.rollback()
"""


def compare(
    settings: Settings, scripts: dict[str, str], rounds: int
) -> Iterator[tuple[str, list[tuple[float, int]]]]:
    """Each question with the median seconds and the queries of each database.

    :param scripts: what makes `questions` there, by database
    """
    with ExitStack() as stack:
        sides = [stack.enter_context(_asked(settings, *item)) for item in scripts.items()]
        names = [side.recv() for side in sides]
        for name in names[0]:
            answers = [[_ask(side, name) for side in sides] for _round in range(rounds + 1)]
            # The first one fills caches.
            yield name, [_summed_up(side) for side in zip(*answers[1:], strict=True)]


def _ask(side: Connection, name: str) -> tuple[float, int]:
    side.send(name)
    return side.recv()


def _summed_up(answers: tuple[tuple[float, int], ...]) -> tuple[float, int]:
    seconds, queries = zip(*answers, strict=True)
    return median(seconds), queries[-1]


@contextmanager
def _asked(settings: Settings, database: str, script: str) -> Iterator[Connection]:
    """Odoo's shell on a database, which waits for questions."""
    with (
        ThreadPoolExecutor(2) as threads,
        tempfile.TemporaryDirectory() as folder,
        Listener(str(Path(folder) / "asked")) as listener,
    ):
        answering = ANSWERING.format(address=listener.address)
        shell = threads.submit(odoo.shell, settings, database, script + answering)
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
