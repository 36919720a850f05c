"""Robots that the package `crawler-user-agents` knows.

Its list is the last resort: it has many programs that :mod:`.products` lacks, but says less about
each, and some of its patterns are in the agents of people's browsers, too. Searching an agent for
all of them takes about half a millisecond.
"""

import re
from functools import cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

#: Patterns of the list that people's phones, browsers and apps have in their agents.
OF_PEOPLE = frozenset(
    (
        r'008\/',  # numbers of apps' versions
        r'AP3A\.240617\.008',  # a build of Android 15
        'Blackboard',  # the app of a learning platform
        'Butterfly',  # a phone by HTC
        r'Code\/1\.',  # the browser in an editor
        'Expanse',  # a phone
        'Fever',  # a tablet
        'Fluid',  # websites as apps on a Mac
        r'Freespoke\/',  # a browser
        'MetaIAB Facebook',  # the browser in Facebook's app
        r'Notion\/',  # a desktop app
        'Sogou',  # a browser; its robots are spiders
        'Sonic',  # ViewSonic's phones
        r'Trae\/',  # the browser in an editor
        'Viber',  # the browser in the app; its previews have the name alone
        'WhatsApp',  # a desktop app; the previews begin with the name
        'coccoc',  # a browser
    )
)
#: The reason for programs that have one of the list's tags; 'crawler' for all others.
_REASONS = {
    'scanner': 'known_scanner',
    'social-preview': 'link_preview',
    'monitoring': 'monitor',
    'browser-automation': 'automated',
    'http-library': 'http_client',
}


def find_robot(user_agent):
    """Return the reason why an agent is a robot's by the list, else ''.

    :param str user_agent: in its own case, not longer than the caller is ready to search

    >>> find_robot('Mozilla/5.0 (X11; Linux x86_64) Chrome/97.0 (ThousandEyes Agent)')
    'monitor'
    >>> find_robot('Mozilla/5.0 (X11; Linux x86_64) Chrome/97.0 Safari/537.36')
    ''
    """
    found = (why for why, pattern in _compile_patterns().items() if pattern.search(user_agent))
    return next(found, '')


@cache
def _compile_patterns():
    """Return an expression for each reason, compiled at the first visit and kept."""
    patterns = {reason: [] for reason in (*_REASONS.values(), 'crawler')}
    for entry in CRAWLER_USER_AGENTS_DATA:
        if entry['pattern'] not in OF_PEOPLE:
            patterns[_find_reason(entry['tags'])].append(entry['pattern'])
    return {reason: re.compile('|'.join(texts)) for reason, texts in patterns.items()}


def _find_reason(tags):
    return next((reason for tag, reason in _REASONS.items() if tag in tags), 'crawler')
