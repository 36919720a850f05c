"""Receive mails that make deals."""

import itertools
import time
from unittest.mock import patch

from odoo.sql_db import Cursor

MAIL = """\
From: A Client <{sender}>\r
To: deals@bench.example\r
Subject: Windows {number}\r
Message-ID: <{number}@client.example>\r
Return-Path: <{sender}>\r
Date: Mon, 06 Oct 2025 10:00:00 +0200\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/html; charset="utf-8"\r
\r
<p>Please price {number} windows.</p>\r
--b\r
Content-Type: application/pdf; name="a.pdf"\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0xLjQ=\r
--b--\r
"""


def get_questions(env, clients: int) -> dict:
    """Return what both databases are asked: to receive a mail.

    :param clients: how many clients are known; every second mail comes from one of them
    """
    receive = Receiver(env, clients)
    for _mail in range(12):
        receive()  # fills caches
    return {"mail": receive}


def measure(env, clients: int) -> list[tuple[float, str]]:
    """Return the slowest queries of some mails with their seconds."""
    receive, execute = Receiver(env, clients), Cursor.execute
    queries = []

    def watched(self, query, *arguments, **options):
        begin = time.perf_counter()
        try:
            return execute(self, query, *arguments, **options)
        finally:
            text = str(getattr(query, "code", query))
            queries.append((time.perf_counter() - begin, text[:1500]))

    for _mail in range(12):
        receive()  # fills caches
    with patch.object(Cursor, "execute", watched):
        for _mail in range(48):
            receive()
    return sorted(queries, reverse=True)[:8]


class Receiver:
    """Receive a mail with each call, as the server that odoo-mailgate speaks to."""

    def __init__(self, env, clients: int) -> None:
        self._threads = env(user=env.ref("base.user_admin"), context={})["mail.thread"]
        self._clients = clients
        self._numbers = itertools.count(time.time_ns())

    def __call__(self) -> None:
        number = next(self._numbers)
        known = self._clients and number % 2
        client = f"client{number % self._clients + 1}@old.example" if known else None
        mail = MAIL.format(number=number, sender=client or f"new{number}@client.example")
        if not self._threads.message_process(False, mail.encode()):
            raise RuntimeError(f"Mail {number} made no deal.")
        self._threads.env.flush_all()
        self._threads.env.cr.commit()
