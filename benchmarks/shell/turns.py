"""Answer the questions of another process, one at a time."""

import contextlib
import importlib
from multiprocessing.connection import Client

from ._timing import timed


def measure(env, address: str, name: str, *arguments) -> None:
    """Answer questions by name with seconds and queries, until None is asked."""
    module = importlib.import_module(f"benchmarks.shell.{name}")
    questions = module.get_questions(env, *arguments)
    # Asked no more, also when it is the other database that failed.
    with contextlib.suppress(EOFError), Client(address) as connection:
        connection.send(list(questions))
        while question := connection.recv():
            connection.send(timed(env, questions[question]))
    env.cr.rollback()
