"""Verdicts on requests and visits, and the reasons for them."""

from typing import NamedTuple

PERSON, PROBABLE, MACHINE = 'person', 'probable', 'machine'

#: The kind of visit that each reason stands for.
REASONS = {
    'acted': PERSON,  # accepted, declined or asked
    'visible': PERSON,  # in view for VISIBLE_SECONDS, in a browser
    'no_beacon': PROBABLE,  # a browser by its own account that has not reported
    'hidden': PROBABLE,  # reported, but never in view: a tab in the background
    'too_fast': PROBABLE,  # in view for less than VISIBLE_SECONDS
    'internal_user': MACHINE,  # a colleague: no machine, but no client either
    'known_scanner': MACHINE,  # a mail gateway, or a service that looks for malware
    'mail_proxy': MACHINE,  # fetches for a mail program, before or without a reader
    'link_preview': MACHINE,  # a chat or a social network that draws a preview
    'monitor': MACHINE,  # checks that the server answers
    'automated': MACHINE,  # a browser that a program steers
    'http_client': MACHINE,  # a program's library, not a browser
    'crawler': MACHINE,  # a search engine, or what calls itself a robot
    'prefetch': MACHINE,  # a browser that fetches in advance; a person if it is shown after all
    'no_agent': MACHINE,  # no User-Agent; a person if a page reports: some firewalls remove it
    'unknown_agent': MACHINE,  # no browser's name; a person if a page reports
    'head_request': MACHINE,
    'other_method': MACHINE,  # OPTIONS and others that load no page
    'preview_header': MACHINE,  # says itself that it draws a preview
    'no_page': MACHINE,  # no page load is known
}

#: Reasons that a request can have, the weakest first: of several requests of a visit the strongest
#: counts. A program that has named itself stays a machine. A HEAD request beside a page load says
#: little, for a phone's security app may make it for its owner.
_STRENGTH = (
    ('no_page', 'head_request', 'other_method', 'preview_header'),
    ('prefetch', 'no_agent', 'unknown_agent'),
    ('no_beacon',),
    (
        'known_scanner',
        'mail_proxy',
        'link_preview',
        'monitor',
        'automated',
        'http_client',
        'crawler',
    ),
    ('internal_user',),
)
_STRENGTH_OF = {reason: rank for rank, reasons in enumerate(_STRENGTH) for reason in reasons}
#: Reasons that give way to a page that was in view. Chrome loads a page in advance, scripts and
#: all, and shows that very copy later, without a second request.
UNTIL_SEEN = (*_STRENGTH[1], *_STRENGTH[2])


class Verdict(NamedTuple):
    """The class of a request or a visit: its kind, and the key of REASONS that says why."""

    kind: str
    reason: str


def make_verdict(reason):
    """Return the verdict for one of REASONS."""
    return Verdict(REASONS[reason], reason)


#: The verdict for each reason that a request can have, for callers who store the reason alone.
REQUEST = {reason: make_verdict(reason) for reason in _STRENGTH_OF}


def combine(first, second):
    """Return the verdict of two requests of one visit together; their order does not matter.

    >>> combine(REQUEST['head_request'], REQUEST['no_beacon']).reason
    'no_beacon'
    >>> combine(REQUEST['no_beacon'], REQUEST['crawler']).reason
    'crawler'
    """
    # Within a rank, any order that is always the same.
    return max(first, second, key=lambda verdict: (_STRENGTH_OF[verdict.reason], verdict.reason))
