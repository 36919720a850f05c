"""Mails with one header that repeats itself."""

#: Headers that are read of each mail, one of each kind of parser.
HEADERS = (
    "To",
    "Subject",
    "References",
    "Message-ID",
    "Date",
    "MIME-Version",
    "Content-Type",
    "Content-Disposition",
    "Content-Transfer-Encoding",
)
PIECES = (
    *("a", "1", "é", " ", "a ", "1 ", "\r\n ", "a\r\n "),
    *(".", ",", ";", ":", "@", "<", "(", ")", "[", '"', "\\", "=", "%", "'", "/", "-", "?", "\0"),
    *("=?", "=?utf-8?q?a?= ", "=?utf-8?b?w?= ", "=?utf-8?q?=41?=\r\n ", "=?utf-8?q?a", "=?x?y?z?="),
    *("a@b.c, ", "a@b.c ", "N <u@x.example>, ", '"N, M" <u@x.example>, ', "(a) ", "()", "a:b;"),
    *('"a" ', '""', "<i@x> ", "a@[1], ", "a.", "a.a.a.a.a.a.a.a <u@x.example>, "),
    *("a a a a a a a a a <u@x.example>, ", "=?utf-8?q?a?= <u@x.example>, "),
    *("a=1;", ";a*0=1", ";a*0*=1", ";a*='", 'a="', "text/plain;", "multipart/mixed;boundary=a;"),
)
#: Bytes of the header: just below what is short, and long ones.
SIZES = (7_900, 100_000, 1_000_000)


def headed(name: str, piece: str, size: int) -> bytes:
    """Return a mail whose header is of many pieces."""
    value = piece * (size // len(piece))
    return f"From: a@b.c\r\n{name}: {value}\r\n\r\nThe text.\r\n".encode()
