"""Visits: the page loads, beacons and acts of one visitor that belong together."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from .agents import device_class
from .request import classify_request
from .verdicts import REQUEST, UNTIL_SEEN, Verdict, combine, make_verdict

ACTS = ('accept', 'decline', 'ask')

#: For how long a page must be in view before it counts as seen.
VISIBLE_SECONDS = 2.0
#: After so long without a sign, the same visitor's next page load is another visit.
VISIT_GAP = timedelta(minutes=30)
#: How far a beacon may be ahead of the server: several servers' clocks differ a little.
CLOCK_SLACK = 5.0


class Hit(NamedTuple):
    """A request for the page.

    ``when`` is the server's clock in UTC; ``headers`` has lower-case names; ``visitor`` is a hash
    of the device's cookie, or of address and agent; ``internal`` means a user of the company.
    """

    when: datetime
    method: str
    user_agent: str
    headers: Mapping
    visitor: str
    internal: bool = False


class Beacon(NamedTuple):
    """The page's report: for how many seconds it has been in view since it was loaded.

    ``webdriver`` is what the browser itself says of being steered by a program.
    """

    visitor: str
    when: datetime
    visible_seconds: float
    webdriver: bool = False


class Act(NamedTuple):
    """The visitor accepted, declined or asked: ``what`` is one of ACTS."""

    visitor: str
    when: datetime
    what: str
    internal: bool = False


class Visit(NamedTuple):
    """The stored facts of a visit, from which :attr:`verdict` follows at any time."""

    visitor: str
    began: datetime
    last: datetime
    request: Verdict
    visible_seconds: float | None = None
    webdriver: bool = False
    acted: bool = False
    device: str = 'unknown'

    @property
    def verdict(self):
        return classify_visit(self.request, self.visible_seconds, self.acted, self.webdriver)


def classify_visit(request, visible_seconds=None, acted=False, webdriver=False):
    """Classify a whole visit.

    :param Verdict request: of its requests, see :func:`combine`
    :param visible_seconds: the most that a beacon reported, or None without a beacon
    :param bool acted: accepted, declined or asked
    :param bool webdriver: a beacon said that a program steers the browser
    :rtype: Verdict
    """
    if request.reason == 'internal_user':
        return request
    if acted:
        return make_verdict('acted')
    if request.reason not in UNTIL_SEEN:
        return request
    if webdriver:
        return make_verdict('automated')
    if _read_seconds(visible_seconds) >= VISIBLE_SECONDS:
        return make_verdict('visible')
    if request.reason != 'no_beacon' or visible_seconds is None:
        return request
    return make_verdict('too_fast' if _read_seconds(visible_seconds) else 'hidden')


def believable_seconds(reported, began, now):
    """Return the seconds in view that a beacon reports, as far as the server's clock allows them.

    A page cannot be in view for longer than since it was loaded. A beacon that claims it counts
    for nothing at all: sandboxes wind their clocks forward.

    :param datetime began: when the visit began
    :param datetime now: when the beacon came
    """
    seconds = _read_seconds(reported)
    elapsed = (now - began).total_seconds()
    if seconds > elapsed + CLOCK_SLACK:
        return 0.0
    return max(0.0, min(seconds, elapsed))


def begins_visit(latest, event):
    """Return whether an event begins another visit than its visitor's latest, which may be None.

    Time separates visits at page loads only. Beacons and acts come from a page that was loaded,
    however long ago, and belong to the latest visit. A beacon without a visit counts for nothing;
    an act without one does, for somebody did it.
    """
    if isinstance(event, Hit):
        # Either way: the clock may have been set back between the two.
        return latest is None or abs(event.when - latest.last) > VISIT_GAP
    return latest is None and isinstance(event, Act) and event.what in ACTS


def begin_visit(event):
    """Return the visit that a Hit or an Act begins, see :func:`begins_visit`."""
    visit = Visit(event.visitor, event.when, event.when, _classify_event(event))
    if isinstance(event, Hit):
        return visit._replace(device=device_class(event.user_agent))
    return visit._replace(acted=True)


def extend_visit(visit, event):
    """Return the visit after one more event of its visitor."""
    if isinstance(event, Beacon):
        return _extend_by_beacon(visit, event)
    if isinstance(event, Act) and event.what not in ACTS:
        return visit
    return visit._replace(
        last=event.when,
        request=combine(visit.request, _classify_event(event)),
        acted=visit.acted or isinstance(event, Act),
    )


def _extend_by_beacon(visit, beacon):
    seconds = believable_seconds(beacon.visible_seconds, visit.began, beacon.when)
    return visit._replace(
        last=beacon.when,
        visible_seconds=max(visit.visible_seconds or 0.0, seconds),
        webdriver=visit.webdriver or bool(beacon.webdriver),
    )


def _classify_event(event):
    if isinstance(event, Hit):
        return classify_request(event.method, event.user_agent, event.headers, event.internal)
    return REQUEST['internal_user' if event.internal else 'no_page']


def _read_seconds(value):
    """Return a duration as a client reports it, 0.0 for anything else."""
    if not isinstance(value, int | float):
        return 0.0
    try:
        seconds = float(value)
    except OverflowError:
        return 0.0
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0
