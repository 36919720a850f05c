"""The direction in which a text is read on its own."""

import unicodedata


def direction_of(text: str, around: str) -> str | None:
    """The direction of a text, such as a name or an address, within a page.

    :param str around: the direction of the page, ``ltr`` or ``rtl``
    :return: None where the reader's program finds it by itself: by the first letter

    What is Persian in part is read from the right, though a code in Latin letters comes first:

    >>> direction_of("[A-200] پنجره", "rtl")
    'rtl'
    >>> direction_of("12 Harbour Street", "rtl")
    'ltr'
    >>> direction_of("[A-200] پنجره", "ltr")
    """
    if around != 'rtl':
        return None
    return 'rtl' if any(unicodedata.bidirectional(sign) in ('R', 'AL') for sign in text) else 'ltr'
