"""Run a private database cluster on a Unix socket, or use the one that PG* variables name."""

import fcntl
import os
import pwd
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import packages
from .settings import Settings
from .steps import Problem, call, locked, once

ROLE = "odoo"
#: macOS has no C.UTF-8.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
#: For databases that can be made anew at any time: speed before safety against a power cut.
CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 100
jit = off
"""


def variables(settings: Settings) -> dict[str, str]:
    """Return the libpq variables by which clients find the server."""
    own = {"PGHOST": str(settings.socket_folder), "PGPORT": "5432", "PGUSER": ROLE}
    return dict(settings.postgres) or own


def query(settings: Settings, sql: str, database: str = "postgres") -> str:
    """Run SQL with psql, and return its unaligned output."""
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    done = subprocess.run(
        command, env={**os.environ, **variables(settings)}, capture_output=True, text=True
    )
    if done.returncode:
        raise Problem(f"PostgreSQL refused: {done.stderr.strip()}")
    return done.stdout.strip()


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    """Have the server answer; stop a cluster of ours when its last user leaves."""
    if settings.postgres:
        _check_answers(settings)
        yield
        return
    users = settings.build / "postgres.users"
    users.touch()
    with users.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        with locked(settings.build / "postgres.lock"):
            _start(settings)
        try:
            yield
        finally:
            with locked(settings.build / "postgres.lock"):
                _stop_if_last(settings, handle)


def prepare(settings: Settings) -> None:
    """Make the private cluster, unless a PostgreSQL is given."""
    if not settings.postgres:
        stamp = settings.cluster / ".stamp"
        once(stamp, [CONFIGURATION], "Making a database cluster", lambda: _create(settings))


def stop(settings: Settings) -> None:
    """Stop the private cluster where it runs."""
    if _is_running(settings):
        _control(settings, "stop", "-m", "fast")


def restart(settings: Settings) -> None:
    """Restart the private cluster, for tests of what depends on it.

    Connections are cut off; a crash would damage the other databases, which trade safety for speed.
    """
    if not _is_running(settings):
        raise Problem("Only the private cluster can be restarted: unset DATABASE_URL and PG*.")
    log = settings.cluster / "log/server.log"
    _control(settings, "restart", "-w", "-m", "fast", "-l", log)


def _check_answers(settings: Settings) -> None:
    try:
        query(settings, "SELECT 1")
    except Problem as problem:
        raise Problem(
            f"The PostgreSQL of DATABASE_URL or the PG* variables does not answer ({problem}): "
            "correct them, or unset them to use a private cluster."
        ) from None


def _create(settings: Settings) -> None:
    stop(settings)
    shutil.rmtree(settings.cluster, ignore_errors=True)
    settings.cluster.mkdir(parents=True)
    data = _owned_folder(settings.cluster / "data")
    options = ["-U", ROLE, "--auth=trust", "--encoding=UTF8", f"--locale={LOCALE}", "--no-sync"]
    _server(settings, "initdb", "-D", data, *options)
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION)


def _start(settings: Settings) -> None:
    if _is_running(settings):
        return
    socket = shlex.quote(str(_owned_folder(settings.socket_folder)))
    log = _owned_folder(settings.cluster / "log") / "server.log"
    _control(settings, "start", "-w", "-l", log, "-o", f"-c unix_socket_directories={socket}")


def _stop_if_last(settings: Settings, handle) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    clients = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
    # All of it stands here.
    sql = f"SELECT count(*) FROM pg_stat_activity WHERE {clients}"  # nosec B608
    if _is_running(settings) and query(settings, sql) == "0":
        stop(settings)


def _is_running(settings: Settings) -> bool:
    data = settings.cluster / "data"
    if not data.is_dir() or not packages.postgres_binaries():
        return False
    status = [*_as_server(), f"{packages.postgres_binaries()}/pg_ctl", "-D", data, "status"]
    return subprocess.run(status, cwd="/", capture_output=True).returncode == 0


def _control(settings: Settings, *arguments: object) -> None:
    _server(settings, "pg_ctl", "-D", settings.cluster / "data", *arguments)


def _server(settings: Settings, program: str, *arguments: object) -> None:
    problem = (
        "PostgreSQL's private cluster does not work here: "
        "use a PostgreSQL that is already there by PGHOST and PGUSER, or DATABASE_URL."
    )
    command = [*_as_server(), f"{packages.postgres_binaries()}/{program}", *arguments]
    call(command, settings.logs / "postgres.log", problem, cwd="/")


def _as_server() -> list[str]:
    """Return what runs a command as PostgreSQL's user where we are root: it refuses to run as root.

    That user may enter root's folders.
    """
    if os.geteuid():
        return []
    user = _server_user()
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--",
    ]


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _owned_folder(folder: Path) -> Path:
    """Make a folder that only the server's user and root can enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.geteuid():
        os.chown(folder, _server_user().pw_uid, _server_user().pw_gid)
    folder.chmod(0o700)
    return folder
