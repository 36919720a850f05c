"""Tell people from machines among the visits to an offer's page; no ORM.

Before a client reads a mail, gateways follow its links, chats draw previews of them and browsers
fetch them in advance. A visit counts as a person's when the page was in view: the page reports by
a beacon for how long, and :data:`VISIBLE_SECONDS` are enough in a browser. Accepting, declining
and asking count even without JavaScript. Each verdict has a reason that is stored and translated,
so the keys never change.

>>> chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
>>> classify_request('GET', 'Slackbot-LinkExpanding 1.0', {}, internal=False)
Verdict(kind='machine', reason='link_preview')
>>> request = classify_request('GET', chrome, {}, internal=False)
>>> request
Verdict(kind='probable', reason='no_beacon')
>>> classify_visit(request, visible_seconds=2.0)
Verdict(kind='person', reason='visible')

Nothing that a client sends is trusted: agents are cut before they are searched, and durations are
compared with the server's clock. No input raises an exception.
"""

from .addresses import find_subscriber
from .agents import device_class, find_product
from .request import HEADERS, classify_request
from .verdicts import MACHINE, PERSON, PROBABLE, REASONS, REQUEST, Verdict, combine
from .visit import (
    ACTS,
    VISIBLE_SECONDS,
    VISIT_GAP,
    Act,
    Beacon,
    Hit,
    Visit,
    begin_visit,
    begins_visit,
    believable_seconds,
    classify_visit,
    extend_visit,
)
