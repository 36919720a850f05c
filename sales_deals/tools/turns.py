"""Rotation among several people, in proportion to their shares.

The algorithm is start-time fair queuing: a person served at ``turn`` may be served again at
``turn + 1 / share``; the earliest is next. A person who was passed over a moment ago comes first; a
person who was away for longer does not catch up on missed turns, but follows just after the last.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

#: How far somebody may lag behind the others and keep their turn: a turn of share 1.
PATIENCE = 1.0
#: Keeps people who come back in the order of their return: small against 1 / share.
STEP = 1e-6


@dataclass
class Taker:
    """A person who receives deals.

    :param share: of all deals, relative to the others' shares; positive
    :param turn: when they were served last; None: never
    :param load: how many deals they have at present
    """

    id: int
    share: float = 1.0
    turn: float | None = None
    load: int = 0

    @property
    def ready(self) -> float:
        """Return the position at which it is their turn again."""
        return 0.0 if self.turn is None else self.turn + 1.0 / self.share


class Rota:
    """The order in which takers are served.

    Three in turn, one of them for two:

    >>> rota = Rota([Taker(1, share=2), Taker(2), Taker(3)])
    >>> [rota.take().id for _ in range(8)]
    [1, 2, 3, 1, 1, 2, 3, 1]

    By load, the person with the least load for their share is next:

    >>> rota = Rota([Taker(1, load=4), Taker(2, share=2, load=6), Taker(3, load=3)], by_load=True)
    >>> [rota.take().id for _ in range(4)]
    [2, 3, 2, 1]
    """

    def __init__(self, takers: Iterable[Taker], last: float = 0.0, by_load: bool = False):
        """Make a rota of the people present.

        :param takers: in the order by which ties are decided
        :param last: the latest turn of all people of the rota, also of those who are away
        :param by_load: whether load decides, not turns
        """
        self._takers = list(takers)
        self._last = max([last, *(taker.turn or 0.0 for taker in self._takers)])
        self._by_load = by_load
        self._met: set[int] = set()
        self.held: set[int] = set()

    def take(self, hold: Callable[[int], bool] = lambda taker_id: True) -> Taker:
        """Serve the next one.

        :param hold: called once for each taker, before they are served for the first time;
            returns whether they could be locked. If not, another request is serving them, which
            counts as their turn, and the next one is taken. If others serve all of them, chance
            decides, by share.
        """
        while not self._is_busy():
            taker = min(self._takers, key=self._rank)
            is_new = taker.id not in self._met
            if is_new and hold(taker.id):
                self.held.add(taker.id)
            self._met.add(taker.id)
            self._serve(taker)
            # The turn of a taker who is not held is not stored: they get their share of a batch,
            # but not a single deal.
            if taker.id in self.held or (self.held and not is_new):
                return taker
        # Requests at the same time would all find the same one. Chance is enough: no secret.
        shares = [taker.share for taker in self._takers]
        [taker] = random.choices(self._takers, shares)  # nosec B311
        self._serve(taker)
        return taker

    def get_turns(self) -> dict[int, float]:
        """Return the new turns of the takers who were held."""
        return {taker.id: taker.turn for taker in self._takers if taker.id in self.held}

    def _is_busy(self) -> bool:
        return not self.held and len(self._met) == len(self._takers)

    def _rank(self, taker: Taker) -> tuple:
        if self._by_load:
            return (taker.load / taker.share,)
        return (self._get_start(taker), taker.ready)

    def _get_start(self, taker: Taker) -> float:
        is_owed = taker.turn is not None and taker.ready >= self._last - PATIENCE
        return taker.ready if is_owed else self._last + STEP

    def _serve(self, taker: Taker) -> None:
        taker.turn = self._get_start(taker)
        taker.load += 1
        if not self._by_load:
            self._last = max(self._last, taker.turn)
