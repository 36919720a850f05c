"""Shades of a colour with readable text: contrast as WCAG 2.2 defines it; no ORM.

>>> palette('#1f5f8b')
{'on': '#ffffff', 'ink': '#1f5f8b', 'tint': '#eff4f7', 'line': '#c3d4e0'}
>>> palette('#ffd400')['on'], contrast(palette('#ffd400')['ink'], '#ffffff') >= 4.5
('#000000', True)
"""

BLACK, WHITE = '#000000', '#ffffff'
#: Minimum contrast of text of any size (WCAG 2.2, success criterion 1.4.3).
READABLE = 4.5
#: Share of the colour in the background of a box, and in its border.
TINT, LINE = 0.07, 0.27
#: Each step towards black keeps this much of the colour.
DARKER = 0.95


def palette(color):
    """Return the shades that a page needs beside its accent colour.

    :param str color: ``#rrggbb``
    :return: a dictionary of ``#rrggbb``: ``on`` for text on the colour; ``ink``, the colour or a
        darker shade of it, for text on white and on ``tint``; ``tint`` and ``line`` for
        backgrounds and borders
    """
    tint = _mix(color, WHITE, TINT)
    ink = _darken(color, tint)
    return {
        'on': max(WHITE, BLACK, key=lambda text: contrast(text, color)),
        'ink': ink,
        'tint': tint,
        'line': _mix(ink, WHITE, LINE),
    }


def contrast(one, other):
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted([_luminance(one), _luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def _darken(color, background):
    while contrast(color, background) < READABLE:
        color = _mix(color, BLACK, DARKER)
    return color


def _luminance(color):
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mix(color, other, share):
    pairs = zip(_channels(color), _channels(other), strict=True)
    return '#' + ''.join(f'{round(a * share + b * (1 - share)):02x}' for a, b in pairs)


def _channels(color):
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]
