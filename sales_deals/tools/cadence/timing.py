"""When a step of a cadence is due: on working days, in sending hours, not all in one minute."""

from datetime import datetime, time, timedelta, timezone
from hashlib import blake2b
from typing import NamedTuple

#: The most days that are looked at for an open one: a calendar may have none at all.
HORIZON = 400


class Hours(NamedTuple):
    """Hours of a day in which messages are sent, in somebody's time zone.

    :param int opens: minutes after midnight
    :param int closes: minutes after midnight, the first one in which nothing is sent
    :param zone: ``datetime.tzinfo``
    :param int spread: minutes after the opening over which messages are spread
    """

    opens: int
    closes: int
    zone: object
    spread: int = 60

    def begin(self, day):
        """Return the moment (UTC, naive) of the opening on a day."""
        return self._at(day, self.opens)

    def end(self, day):
        """Return the moment (UTC, naive) of the closing on a day."""
        return self._at(day, self.closes)

    def local(self, moment):
        """Return a moment (UTC, naive) as it is in the time zone."""
        return moment.replace(tzinfo=timezone.utc).astimezone(self.zone)

    def _at(self, day, minutes):
        midnight = datetime.combine(day, time.min)
        wall = midnight + timedelta(minutes=minutes)
        # The first of two equal hours; an hour that is left out becomes the one after it.
        moment = wall.replace(tzinfo=self.zone, fold=0)
        return moment.astimezone(timezone.utc).replace(tzinfo=None)


def jitter(seed, minutes):
    """Return seconds from 0 up to some minutes: always the same for a seed, spread over seeds."""
    digest = blake2b(str(seed).encode(), digest_size=8).digest()
    return int.from_bytes(digest, 'big') % max(1, int(minutes * 60))


def shift_days(day, count, is_open):
    """Return the open day that lies some open days after, or before, another day.

    :param date day: need not be open itself
    :param int count: 0 for the day itself, or the next open one
    :param is_open: function of a day to whether it is open
    """
    step = timedelta(days=-1 if count < 0 else 1)
    for _number in range(abs(count)):
        day = next_open(day + step, is_open, step)
    return day if count else next_open(day, is_open, step)


def next_open(day, is_open, step=timedelta(days=1)):
    """Return the first open day from a day on; that day where no other is open for a year."""
    found = day
    for _number in range(HORIZON):
        if is_open(found):
            return found
        found += step
    return day


def after_days(base, count, hours, is_open, seed):
    """Return the moment some open days after, or before, another one.

    :param datetime base: UTC, naive
    :param int count: of open days; 0 for as soon as may be
    :param hours: :class:`Hours`
    :param is_open: function of a day to whether it is open
    :param seed: what tells messages apart that are due together
    """
    if not count:
        return within(base, hours, is_open, seed)
    day = shift_days(hours.local(base).date(), count, is_open)
    return _in_morning(day, hours, seed)


def after_hours(base, count, hours, is_open, seed):
    """Return the moment some hours after another one, moved on to the next sending hours."""
    return within(base + timedelta(hours=count), hours, is_open, seed)


def within(moment, hours, is_open, seed):
    """Return a moment itself, if messages are sent then, else the next one in which they are."""
    day = hours.local(moment).date()
    if is_open(day) and moment < hours.end(day):
        first = hours.begin(day)
        return moment if moment >= first else _in_morning(day, hours, seed)
    return _in_morning(next_open(day + timedelta(days=1), is_open), hours, seed)


def is_within(moment, hours, is_open):
    """Return whether messages are sent at a moment."""
    day = hours.local(moment).date()
    return is_open(day) and hours.begin(day) <= moment < hours.end(day)


def _in_morning(day, hours, seed):
    """Return a moment soon after the opening of a day, another one for each seed."""
    begin, end = hours.begin(day), hours.end(day)
    minutes = min(hours.spread, max(1, (end - begin).total_seconds() / 60))
    return begin + timedelta(seconds=jitter(seed, minutes))
