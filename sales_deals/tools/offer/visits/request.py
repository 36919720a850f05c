"""Classify the sender of a single request for the page."""

from collections.abc import Mapping

from .agents import cut, find_fault, find_machine
from .verdicts import REQUEST

#: Headers of a request that was not made to be read: name, text within the value, reason.
HEADER_RULES = (
    ('odoo-link-preview', 'true', 'preview_header'),  # Odoo's own previews, in its chatter
    ('x-purpose', 'preview', 'preview_header'),  # Safari's Top Sites, Facebook's apps
    ('purpose', 'preview', 'preview_header'),
    ('sec-purpose', 'prefetch', 'prefetch'),  # the standard; "prefetch;prerender" in Chrome
    ('purpose', 'prefetch', 'prefetch'),  # Chrome before it
    ('x-purpose', 'prefetch', 'prefetch'),
    ('x-purpose', 'instant', 'prefetch'),  # Chrome before that
    ('x-moz', 'prefetch', 'prefetch'),  # Firefox before the standard
)
#: The headers that :func:`classify_request` looks at.
HEADERS = tuple(sorted({name for name, _text, _reason in HEADER_RULES}))


def classify_request(method, user_agent, headers, internal):
    """Classify one request by itself: a machine, or a browser that has not reported yet.

    :param str method: of HTTP
    :param str user_agent: as it came, or None
    :param headers: mapping of lower-case names to values; at least those in :data:`HEADERS`
    :param bool internal: the request of a user of the company
    :rtype: Verdict
    """
    if internal:
        return REQUEST['internal_user']
    reason = (
        find_machine(user_agent)
        or _check_method(method)
        or _check_headers(headers)
        or find_fault(user_agent)
        or 'no_beacon'
    )
    return REQUEST[reason]


def _check_method(method):
    name = cut(method).lower()
    if name == 'get':
        return ''
    return 'head_request' if name == 'head' else 'other_method'


def _check_headers(headers):
    if not isinstance(headers, Mapping):
        return ''
    found = (why for name, text, why in HEADER_RULES if text in cut(headers.get(name)).lower())
    return next(found, '')
