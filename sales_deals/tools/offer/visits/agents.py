"""Read a User-Agent: product, kind of machine, device."""

import re

from .products import AGENTS
from .robots import find_robot

#: Real agents are shorter; the app browsers of Facebook and Instagram come nearest.
MAX_AGENT = 512

#: What calls itself a robot; Cubot makes phones. Of browsers, only old ones are "compatible".
_ROBOT = re.compile(r'(?<!cu)bots?(?![a-z])|compatible;(?! ?(?:msie|konqueror))')

#: How the agents of browsers begin, those of old phones and of text browsers too.
BROWSERS = (
    'mozilla/',
    'opera/',
    'lynx/',
    'w3m/',
    'links ',
    'elinks',
    'dillo/',
    'netsurf/',
    'edbrowse/',
    'blackberry',
    'nokia',
    'samsung-',
    'sonyericsson',
    'ucweb',
)

#: Kinds of device: the first with a text that is in the agent. An iPad says that it is a Mac,
#: unless its owner asks for mobile pages; Android tablets leave out the word "Mobile".
DEVICES = (
    ('unknown', ('smart-tv', 'smarttv', 'android tv', 'appletv', 'hbbtv', 'bravia', 'web0s')),
    ('unknown', ('playstation', 'xbox', 'nintendo')),
    ('desktop', ('tablet pc',)),  # Internet Explorer, on a PC with a pen
    ('tablet', ('ipad', 'tablet', 'playbook', 'kindle', 'silk/')),
    ('phone', ('iphone', 'ipod', 'mobile', 'phone;', 'windows phone', 'blackberry', 'bb10')),
    ('phone', ('opera mini', 'opera mobi', 'symbian', 'kaios', 'midp', 'nokia')),
    ('tablet', ('android', 'harmony')),
    ('desktop', ('windows', 'macintosh', 'x11', 'cros', 'linux')),
)


def cut(value):
    """Return the beginning of what a client sent as a text, '' for anything else."""
    if isinstance(value, bytes):
        value = value[:MAX_AGENT].decode('latin-1')
    return value[:MAX_AGENT].strip() if isinstance(value, str) else ''


def find_product(user_agent):
    """Return the product that an agent belongs to, '' where none is known by name.

    >>> find_product('WhatsApp/2.23.20.0 A')
    'WhatsApp, Signal'
    """
    return _find_product(cut(user_agent).lower())[0]


def find_machine(user_agent):
    """Return the reason why an agent is a machine's by its own account, else ''."""
    text = cut(user_agent)
    agent = text.lower()
    if reason := _find_product(agent)[1]:
        return reason
    return 'crawler' if _ROBOT.search(agent) else find_robot(text)


def find_fault(user_agent):
    """Return the reason why an agent is no browser's, else ''."""
    agent = cut(user_agent).lower()
    if not agent:
        return 'no_agent'
    return '' if agent.startswith(BROWSERS) else 'unknown_agent'


def device_class(user_agent):
    """Return the kind of device: 'phone', 'tablet', 'desktop' or 'unknown'.

    >>> device_class('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148')
    'phone'
    """
    agent = cut(user_agent).lower()
    found = (name for name, texts in DEVICES if any(text in agent for text in texts))
    return next(found, 'unknown')


def _find_product(agent):
    for reason, products in AGENTS.items():
        for product, patterns in products.items():
            if any(_fits(pattern, agent) for pattern in patterns):
                return product, reason
    return '', ''


def _fits(pattern, agent):
    if pattern[0] != '^':
        return pattern in agent
    return agent == pattern[1:-1] if pattern[-1] == '$' else agent.startswith(pattern[1:])
