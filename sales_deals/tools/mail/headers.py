"""Headers of a parsed mail, each parsed once.

Python parses a header anew each time it is read, and Odoo reads some of them ten times. Its parsers
have bugs: what one of them fails at is an unstructured text.
"""

from email.headerregistry import HeaderRegistry

_UNSTRUCTURED = HeaderRegistry(use_default_map=False)


def parse_once(message):
    """Have each header of a mail and its parts parsed once, with the same results.

    :param email.message.EmailMessage message: a parsed mail
    """
    policy = message.policy
    if isinstance(policy.header_factory, _Memory):
        return
    policy = policy.clone(header_factory=_Memory(policy.header_factory))
    for part in message.walk():
        part.policy = policy


class _Memory:
    """A factory of headers that makes each header once."""

    def __init__(self, factory):
        self._factory = factory
        self._made = {}

    def __call__(self, name, value):
        if not isinstance(value, str):
            return self._factory(name, value)
        key = (name, value)
        if key not in self._made:
            self._made[key] = self._make(name, value)
        return self._made[key]

    def __getitem__(self, name):
        return self._factory[name]

    def _make(self, name, value):
        try:
            return self._factory(name, value)
        except Exception:
            # Of any kind: also RecursionError, for each of many parentheses.
            return _UNSTRUCTURED(name, value)
