"""Direction of a text: left to right or right to left."""

import unicodedata


def direction_of(text: str, around: str) -> str | None:
    """Return the direction of a text within a page, such as a name or an address.

    :param str around: the direction of the page, ``ltr`` or ``rtl``
    :return: None if the reader's program finds it by itself, by the first letter

    Text that is partly Persian is read from the right, even after a code in Latin letters:

    >>> direction_of("[A-200] پنجره", "rtl")
    'rtl'
    >>> direction_of("12 Harbour Street", "rtl")
    'ltr'
    >>> direction_of("[A-200] پنجره", "ltr")
    """
    if around != 'rtl':
        return None
    return 'rtl' if any(unicodedata.bidirectional(sign) in ('R', 'AL') for sign in text) else 'ltr'
