"""Prove cadences from outside: a month by a clock that is moved, with kills, restarts and faults.

Deals in two cadences, whose clients live in five time zones, two of which change to or from
daylight saving; a third of the deals is answered, won, lost, suspended, merged and so on while
messages go. The two jobs are killed in mid-batch, PostgreSQL is restarted, and the mail server
refuses, hangs up, is slow or down. What is checked comes from the mail server's own log.

`DEALS=10000 KILLS=30 RESTARTS=2` are the sizes; the default is a short form.
"""

import asyncio
import json
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
from bisect import bisect
from collections import Counter, defaultdict
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scripts import databases, postgres
from scripts.server import free_port
from scripts.settings import Settings

from . import _database

HOLIDAYS = ("2026-10-07", "2026-10-20")
SATURDAY = 5
#: Steps with messages of each cadence; A2 is left out for deals of the third stage.
TEXTS = {"A": ("A1", "A2", "A3"), "B": ("B1", "B2")}
#: Event -> reasons for which a cadence may have stopped by it.
REASONS = {
    "reply": ("replied",),
    "reply_elsewhere": ("replied",),
    "win": ("won",),
    "lose": ("lost",),
    "opt_out": ("opted_out",),
    "meet": ("meeting",),
}
MARK = re.compile(rb"Text-(\w+)-of-(\d+)\.")


class Faulty:
    """A mail server that logs what it takes, refuses some, hangs up, is slow, or down."""

    def __init__(self, log) -> None:
        self._log = log
        # A proof that can be repeated.
        self._random = random.Random(2)  # nosec B311
        self._free: dict[int, float] = {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses) -> list:
        session.host_name = hostname
        self._free[id(session)] = time.monotonic()
        if self._random.random() < 0.02:
            return ["421 Down"]
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        session.began = time.monotonic()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self._random.random() < 0.01:
            self._free[id(session)] = time.monotonic()
            return "550 Nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        begun = time.monotonic()
        fate = self._random.random()
        if fate < 0.005:
            server.transport.abort()
            return "250 OK"
        if fate < 0.02:
            await asyncio.sleep(0.3)
        mark = MARK.search(envelope.content.replace(b"=\r\n", b""))
        row = {
            "text": mark[1].decode() if mark else "",
            "lead": int(mark[2]) if mark else 0,
            "to": envelope.rcpt_tos,
            "free": self._free[id(session)],
            "began": session.began,
            "data": begun,
        }
        self._log.write(json.dumps(row) + "\n")
        self._log.flush()
        if fate > 0.995:
            # Taken, but the client can't know.
            server.transport.abort()
        self._free[id(session)] = time.monotonic()
        return "250 OK"


def _serve(port: int, path: Path, is_ready) -> None:
    from aiosmtpd.controller import Controller

    with path.open("a") as log:
        Controller(Faulty(log), hostname="127.0.0.1", port=port).start()
        is_ready.set()
        multiprocessing.Event().wait()


class Letter(NamedTuple):
    """A message that the mail server has taken.

    :param moment: by the clock that is moved, UTC
    :param free: by the real one: when the sender could begin with it
    """

    text: str
    lead: int
    to: str
    moment: datetime
    free: float
    began: float


def run(
    settings: Settings, deals: int, days: int, kills: int, restarts: int
) -> tuple[list[str], dict]:
    """Go through the month.

    :return: what went wrong, and figures
    """
    with (
        tempfile.TemporaryDirectory(prefix="cadence_clock_") as folder,
        postgres.running(settings),
        databases.copied(settings, databases.with_addon(settings)) as database,
    ):
        # What is told to be saved is, also when PostgreSQL is stopped at once.
        postgres.query(settings, f'ALTER DATABASE "{database}" SET synchronous_commit = on')
        port, log = free_port(), Path(folder, "smtp.jsonl")
        log.touch()
        is_ready = multiprocessing.Event()
        sink = multiprocessing.Process(target=_serve, args=(port, log, is_ready), daemon=True)
        sink.start()
        is_ready.wait()
        restart = [sys.executable, "-m", "benchmarks._restart", str(settings.checkout)]
        try:
            found = _database.measure(
                settings,
                database,
                "cadence_clock",
                deals,
                days,
                port,
                folder,
                kills,
                restarts,
                restart,
            )
        finally:
            sink.kill()
            if keep := os.environ.get("KEEP"):
                _keep(Path(folder), Path(keep))
        return check(found, _read(log), _read(Path(folder, "events.jsonl")))


def _keep(folder: Path, target: Path) -> None:
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())


def _read(path: Path) -> list:
    return [json.loads(line) for line in path.read_text().splitlines()]


def check(found: dict, log: list, events: list) -> tuple[list[str], dict]:
    """Compare the mail server's log with what was meant to be."""
    letters = _make_letters(log, found["rounds"])
    zones = {run[2]: run[5] or "Europe/Warsaw" for run in found["runs"]}
    wrong = [
        *_check_once(letters),
        *_check_hours(letters, zones),
        *_check_days(letters, zones),
        *_check_ends(found, letters),
    ]
    stops, in_flight = _check_stops(found, letters, events)
    figures = {
        "letters": len(letters),
        "in flight": in_flight,
        "events": len([event for event in events if event[0] in (*REASONS, "suspend", "merge")]),
        "states": dict(Counter(f"{run[3]} {run[4]}".strip() for run in found["runs"])),
        "lines": dict(Counter(line[1] for line in found["lines"])),
        "did": found["did"],
        "seconds": round(found["seconds"]),
        "made": round(found["made"]),
        "ended": found["ended"],
        "stray": len([letter for letter in letters if not letter.text]),
    }
    return [*wrong, *stops], figures


def _make_letters(log: list, rounds: list) -> list[Letter]:
    begins = [begin for begin, _moment in rounds]
    letters = []
    for row in log:
        moment = datetime.fromisoformat(rounds[bisect(begins, row["began"]) - 1][1])
        [to] = row["to"]
        letters.append(Letter(row["text"], row["lead"], to, moment, row["free"], row["began"]))
    return [letter for letter in letters if letter.to.endswith("@client.example")]


def _check_once(letters: list[Letter]) -> list[str]:
    counts = Counter((letter.text, letter.to) for letter in letters)
    return [f"{key} went {count} times" for key, count in counts.items() if count > 1]


def _local(letter: Letter, zones: dict) -> datetime:
    zone = ZoneInfo(zones[letter.to])
    return letter.moment.replace(tzinfo=timezone.utc).astimezone(zone)


def _check_hours(letters: list[Letter], zones: dict) -> list[str]:
    wrong = []
    for letter in letters:
        local = _local(letter, zones)
        is_closed = local.weekday() == SATURDAY or local.date().isoformat() in HOLIDAYS
        if is_closed or not 9 <= local.hour < 17:
            wrong.append(f"{letter.text} to {letter.to} went at {local}")
    return wrong


def _check_days(letters: list[Letter], zones: dict) -> list[str]:
    days = Counter((letter.to, _local(letter, zones).date()) for letter in letters)
    return [f"{count} to {to} on {day}" for (to, day), count in days.items() if count > 1]


def _check_ends(found: dict, letters: list[Letter]) -> list[str]:
    """Check that nothing is lost: what was not stopped is done, and the server took its messages.

    Lines that were interrupted are told, and may or may not have arrived.
    """
    wrong = []
    taken = {(letter.text, letter.to) for letter in letters}
    tasks = defaultdict(dict)
    for run_id, text, kind, state, line in found["tasks"]:
        if kind == "message":
            tasks[run_id][text] = (state, line)
        if state in ("failed", "sending", "ready"):
            wrong.append(f"A step of {run_id} is {state}")
    for run_id, cadence, email, state, reason, _zone, _lead in found["runs"]:
        if state in ("running", "paused"):
            wrong.append(f"{cadence} of {email} is still {state} {reason}")
        for text in TEXTS[cadence]:
            step, line = tasks[run_id].get(text, ("", ""))
            if state == "done" and step not in ("done", "skipped"):
                wrong.append(f"{text} to {email} is lost: {step}")
            if line == "sent" and (text, email) not in taken:
                wrong.append(f"{text} to {email} is said to be sent")
            if step == "skipped" and text != "A2":
                wrong.append(f"{text} to {email} is left out")
    return wrong


def _check_stops(found: dict, letters: list[Letter], events: list) -> tuple[list[str], int]:
    """Check that nothing went after an event, but what had been handed over before it."""
    by_lead, runs = defaultdict(list), defaultdict(list)
    for letter in letters:
        by_lead[letter.lead].append(letter)
    for run_ in found["runs"]:
        runs[run_[6]].append(run_)
    resumed = {event[1][0]: event[2] for event in events if event[0] == "resume"}
    wrong, in_flight = [], 0
    for name, arguments, _begun, ended, _moment in events:
        if name not in (*REASONS, "suspend"):
            continue
        lead = arguments[0]
        until = resumed.get(lead, float("inf")) if name == "suspend" else float("inf")
        late = [letter for letter in by_lead[lead] if ended < letter.began < until]
        in_flight += len([letter for letter in late if letter.free <= ended])
        wrong += [
            f"{letter.text} to {letter.to} {letter.free - ended:.3f} s after {name}"
            for letter in late
            if letter.free > ended
        ]
        if name in REASONS:
            wrong += [
                f"{run_[1]} of {run_[2]} is {run_[3]} {run_[4]} by {name}"
                for run_ in runs[lead]
                if run_[3] != "done" and run_[4] not in REASONS[name]
            ]
    return wrong, in_flight


def main(settings: Settings) -> int:
    """Go through a month and print what was found."""
    sizes = (int(os.environ.get(name) or default) for name, default in DEFAULTS)
    begun = time.perf_counter()
    wrong, figures = run(settings, *sizes)
    for name, value in figures.items():
        print(f"{name}: {value}")
    print(f"{time.perf_counter() - begun:.0f} s in all; {len(wrong)} wrong")
    for line in wrong[:40]:
        print(f"  {line}")
    return int(bool(wrong))


DEFAULTS = (("DEALS", "200"), ("DAYS", "30"), ("KILLS", "10"), ("RESTARTS", "2"))
