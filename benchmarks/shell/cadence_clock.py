"""A month of cadences by a clock that is moved: jobs that are killed, and clients that answer.

Each round is an hour. The two jobs, and what happens outside, are processes of their own that
begin at the same moment, so that they meet as on a busy server.
"""

import json
import os
import random
import signal
import subprocess  # nosec B404: PostgreSQL is told to restart by the benchmark's own command
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import freezegun

from odoo import SUPERUSER_ID, api, sql_db
from odoo.service.model import retrying

from . import cadence_events
from .cadence_scene import FIRST, make_scene

#: Hours after which whatever is not over by then counts as lost.
LAST = timedelta(days=45)
JOBS = (("deal.cadence.task", "_cron_work"), ("deal.followup", "_cron_send"))


class Conductor:
    """Moves the clock, lets jobs and events happen, and kills.

    :param folder: where the reports and the logs of processes go
    :param days: how many there are at least
    :param restart: command that restarts PostgreSQL
    """

    def __init__(
        self, env, folder: str, days: int, kills: int, restarts: int, restart: list
    ) -> None:
        self.registry, self.folder, self.restart = env.registry, Path(folder), restart
        self.days = days
        self.random = random.Random(8)  # nosec B311: a proof that can be repeated
        self.kills, self.restarts, self.did = kills, restarts, Counter()
        self.rounds, self.began = [], FIRST
        env.cr.commit()
        # The shell's own connection, which does not outlive a restart, is not used any more.
        env.cr.commit = env.cr.rollback = env.cr.close = lambda: None

    def run(self, events: list) -> None:
        """Go through the hours until nothing is left to be done.

        :param events: list of (moment, name, arguments)
        """
        moment = FIRST
        self.frozen = freezegun.freeze_time(moment)
        self.clock = self.frozen.start()
        sql_db.Cursor.now = lambda _cursor: datetime.now()
        least = FIRST + timedelta(days=self.days)
        while moment < FIRST + LAST and (moment < least or self._is_open()):
            self.clock.move_to(moment)
            self.rounds.append((get_clock(), moment.isoformat()))
            due = [event for event in events if event[0] <= moment]
            events = [event for event in events if event[0] > moment]
            self._go_through(due)
            moment += timedelta(hours=1)
        self.frozen.stop()
        self.ended = moment

    def _go_through(self, due: list) -> None:
        world = self._fork(lambda: self._let_happen(due)) if due else None
        children = [self._fork(lambda job=job: self._work(*job)) for job in JOBS]
        if self._may_disturb():
            self._disturb(children)
        for child in filter(None, [world, *children]):
            self._wait(child)
        if self.did["disturbed"]:
            # Whoever starts a killed server again has the jobs run again.
            self.did["disturbed"] = 0
            for child in [self._fork(lambda job=job: self._work(*job)) for job in JOBS]:
                self._wait(child)

    def _may_disturb(self) -> bool:
        """Return whether a kill is due: they are spread over the time."""
        share = len(self.rounds) / (0.4 * self.days * 24)
        return self.did["kills"] + self.did["restarts"] < share * (self.kills + self.restarts)

    def _disturb(self, children: list) -> None:
        """Kill jobs, or restart PostgreSQL, in the midst of what is being sent."""
        enough = self._count_taken() + self.random.randint(1, 5)
        while self._count_taken() < enough:
            if not any(map(is_alive, children)):
                return
            time.sleep(0.005)
        self.did["disturbed"] = 1
        is_restart_due = self.did["kills"] >= 3 * (self.did["restarts"] + 1)
        if self.did["restarts"] < self.restarts and is_restart_due:
            self._restart()
            self.did["restarts"] += 1
            return
        for child in self.random.choice([children, children[1:]]):
            os.kill(child, signal.SIGKILL)
        self.did["kills"] += 1

    def _restart(self) -> None:
        checkout = self.restart[-1]
        # The command is the benchmark's own.
        subprocess.run(  # nosec B603
            self.restart, check=True, cwd=checkout, stdout=subprocess.DEVNULL
        )

    def _count_taken(self) -> int:
        return (self.folder / "smtp.jsonl").read_bytes().count(b"\n")

    def _fork(self, work) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            log = os.open(self.folder / "children.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            random.seed(os.urandom(8))
            work()
            status = 0
        except BaseException as error:  # to be told to the parent, whatever it is
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _wait(self, child: int) -> None:
        _pid, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            self.did["failed jobs"] += 1

    def _work(self, model: str, method: str) -> None:
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            getattr(env[model], method)()
            cr.commit()

    def _is_open(self) -> bool:
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM deal_cadence_run WHERE state IN ('running', 'paused')")
            left = cr.fetchone()[0]
        sql_db.close_all()
        return bool(left)

    def _let_happen(self, due: list) -> None:
        """Let events happen, and note when each was committed."""
        with open(self.folder / "events.jsonl", "a") as report:
            for moment, name, arguments in due:
                for _time in range(20):
                    begun = get_clock()
                    try:
                        self._let_one_happen(name, arguments)
                    except Exception as error:  # the database may be restarting
                        print(f"{name}: {error!r}", file=sys.stderr, flush=True)
                        time.sleep(0.5)
                        continue
                    row = [name, arguments, begun, get_clock(), moment.isoformat()]
                    report.write(json.dumps(row) + "\n")
                    report.flush()
                    break

    def _let_one_happen(self, name: str, arguments: list) -> None:
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            retrying(lambda: getattr(cadence_events, name)(env, *arguments), env)


def get_clock() -> float:
    """Return the clock that nobody moves."""
    # Looked up here: names of other modules are exchanged when the clock stops.
    return freezegun.api.real_monotonic()


def is_alive(child: int) -> bool:
    """Return whether a process has not ended; whoever waits for it still can."""
    return not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)


def measure(
    env,
    deals: int,
    days: int,
    port: int,
    folder: str,
    kills: int,
    restarts: int,
    restart: list,
) -> dict:
    """Go through a month; return what the checks outside need."""
    begun = get_clock()
    events = make_scene(env, deals, days, port)
    env.registry.clear_cache()
    made = get_clock() - begun
    conductor = Conductor(env, folder, days, kills, restarts, restart)
    sql_db.close_all()
    conductor.run(events)
    with conductor.registry.cursor() as cr:
        found = read_end(api.Environment(cr, SUPERUSER_ID, {}))
    seconds = get_clock() - begun
    figures = {"made": made, "seconds": seconds, "ended": conductor.ended.isoformat()}
    return {**found, **figures, "rounds": conductor.rounds, "did": conductor.did}


def read_end(env) -> dict:
    """Return what the database says of all cadences in the end."""
    runs = env["deal.cadence.run"].search([])
    lines = env["deal.followup.line"].search([])
    return {
        "runs": [
            [
                run.id,
                run.cadence_id.name,
                run.email,
                run.state,
                run.reason or "",
                run.partner_id.tz or "",
                run.lead_id.id,
            ]
            for run in runs
        ],
        "tasks": [
            [
                task.run_id.id,
                task.step_id.template_id.name or "",
                task.kind,
                task.state,
                task.message_line_id.state or "",
            ]
            for task in env["deal.cadence.task"].search([])
        ],
        "lines": [[line.email, line.state, line.followup_id.name] for line in lines],
    }
