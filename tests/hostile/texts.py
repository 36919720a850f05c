"""Texts made of repeated pieces, which a careless reader looks at again and again."""

import string
from collections.abc import Iterator

#: Signs of many kinds, and pieces of what people and programs write.
PIECES = (
    *string.printable,
    *"éłßİıſa\u0301١۱٣०٫٬،\u200c\u200f\u202e\u0654\u00a0\u2028\u3000中가ｱﷺ€﷼🙂\ue000\ue001\ufffd",
    "\u0301\u0327",
    "a\u0327\u0301",
    *("{{", "}}", "{{a}}", "{{a", "a}}", "{{ ", "#{", "}", "{a:", "[a,", "((", "()", "[]", "(a)"),
    *(
        "<a",
        "<a>",
        "</a>",
        "<a b=",
        '<a b="',
        "<!--",
        "-->",
        "&#",
        "&#1;",
        "&amp;",
        "&a",
        "<?",
        "]]>",
    ),
    # Beginnings of elements, each within quotes of the others.
    *("\"<a'\"'", '<a "', '<a b="c>', "<a t-out='\"", "t-att-", "t-options-", "t-as="),
    *('""', '"a"', '"a",', '"a";', "''", '"\n', '\\"', "\\\\", "a\\", '"a\n"'),
    *(
        "a;",
        "a,",
        "a\t",
        "a\n",
        "a\r\n",
        "\r\n ",
        "\n\n",
        "a b ",
        ";1",
        "code;",
        "\n> a\nb",
        "-- \n",
    ),
    *("1 ", "1,", "1.", "1.0", "1,1", "-1", "1e1", "1_", "0x", "00", "0 0", "1/", "1:", "1-"),
    *("+48 ", "+1", "601234567 ", "22-1 ", "w.1", "ext 1", "x1", "(0)", "1 or ", "1;", "1 lub "),
    *(
        "a.",
        ".a",
        "a@",
        "a@b",
        "@a",
        "a@b.c,",
        "<a@b.c>, ",
        "www.",
        "http://",
        "//",
        "a/",
        "../",
        "%00",
    ),
    *("xn--", "a-", "-a", "a_", "aA", "a1", "İ", "s.a. ", "sp. z o.o. ", "spółka ", "and ", "pan "),
    *("EUR ", "zł", "$1", "price (", "name;price;", "PLN;"),
    *("=?", "?=", "=?utf-8?q?a?= ", "=?utf-8?b?YQ==?=", "a=1;", ";a*0=1", "a: b\r\n", "--b\r\n"),
    *("not ", "a and ", "a if a else ", "lambda:", "(a,", "~", "f'{", "a[", "a.b", "a(", "{1:"),
    *("[('a','=',", "'|',", "('a', 'any', [", "object.", 't-out="', '<t t-out="a">', "[@name='"),
    *("PIVOT(1,", 'LIST(1,"', "(odoo://view/{", "record.", "record['"),
)
BEFORE = ("", '"', "(", "<", "{{", "[", "a", "1", "=?", "code;name\n")
BEHIND = ("", "!", '"', "}}", "\n", "1", "a", ")", ">", "@")


def repeated(length: int) -> Iterator[str]:
    """Yield texts of some length, each of one piece, with and without something around it."""
    for place, piece in enumerate(PIECES):
        middle = piece * (length // len(piece))
        yield middle
        yield f"{middle}!"
        yield BEFORE[place % 10] + middle + BEHIND[place // 10 % 10]


def stretched(text: str, times: int) -> str:
    """Return a text whose middle, which repeats itself, is so many times as long."""
    return text[:20] + text[20:-20] * times + text[-20:]
