"""How long something takes, and how many queries it needs."""

import time
from collections.abc import Callable


def timed(env, action: Callable, warm: Callable | None = None) -> tuple[float, int]:
    """Return the seconds and the queries of an action that begins with empty caches.

    :param warm: fills the caches that the action may begin with
    """
    env.flush_all()
    env.invalidate_all()
    if warm:
        warm()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    action()
    env.flush_all()
    return time.perf_counter() - begin, env.cr.sql_log_count - queries


def best(
    env, *actions: Callable, rounds: int = 3, warm: Callable | None = None
) -> list[tuple[float, int]]:
    """Return the fastest round of each action.

    The actions take turns: whatever else the machine does disturbs one as it disturbs the other.
    """
    answers = [[timed(env, action, warm) for action in actions] for _round in range(rounds)]
    return [min(of_action) for of_action in zip(*answers, strict=True)]
