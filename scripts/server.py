"""Run an Odoo server as a process of its own."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import odoo
from .settings import Settings

#: Seconds until the log-in page must answer; the first page builds its style sheets.
PATIENCE = 180


class Server:
    """Odoo on one database and one port; a context manager that starts and stops it."""

    def __init__(
        self,
        settings: Settings,
        database: str,
        port: int | None = None,
        arguments: tuple[str, ...] = (),
        log: Path | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.port = port or free_port()
        self.arguments = arguments
        self.log = log
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def __enter__(self) -> "Server":
        self.start()
        try:
            self.wait_until_it_answers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process; its output goes to the log file, or else to the terminal."""
        output = self.log.open("ab") if self.log else None
        self.process = subprocess.Popen(
            odoo.command(self.settings, self.database, *self._options(), *self.arguments),
            env=odoo.environment(self.settings),
            cwd=self.settings.build,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )

    def wait_until_it_answers(self) -> None:
        """Wait until the log-in page comes with status 200."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Odoo does not answer on {self.url}; its log: {self.log}")
            time.sleep(0.2)

    def stop(self) -> int:
        """Ask the process to stop, kill it after a while; return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def _options(self) -> list[str]:
        return [f"--http-port={self.port}", f"--db-filter=^{self.database}$", "--no-database-list"]

    def _answers(self) -> bool:
        try:
            # The address is the server's own.
            with urllib.request.urlopen(f"{self.url}/web/login", timeout=60) as answer:  # nosec B310
                return answer.status == 200
        except urllib.error.HTTPError:
            raise
        except OSError:
            return False


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) != 0
