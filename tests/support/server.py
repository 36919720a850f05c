"""An Odoo server to test, and a client that calls it as an integrator would."""

import xmlrpc.client
from functools import partial
from pathlib import Path

from scripts.server import Server
from scripts.settings import Settings


class Client:
    """A user's calls by XML-RPC: `client("crm.lead", "search", [])`."""

    def __init__(self, url: str, database: str, login: str, password: str) -> None:
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common")
        self.user_id = common.authenticate(database, login, password, {})
        if not self.user_id:
            raise PermissionError(f"{login} may not log in to {database}")
        models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        self._execute = partial(models.execute_kw, database, self.user_id, password)

    def __call__(self, model: str, method: str, *arguments, **keywords):
        return self._execute(model, method, arguments, keywords)


class OdooServer(Server):
    """A server on a free port whose output is kept: `with OdooServer(settings, name) as server`."""

    def __init__(self, settings: Settings, database: str, *arguments: str) -> None:
        settings.logs.mkdir(parents=True, exist_ok=True)
        log = settings.logs / f"server_{database}.log"
        log.write_text("")
        super().__init__(settings, database, arguments=arguments, log=log)

    def client(self, login: str = "admin", password: str = "admin") -> Client:
        """Log in."""
        return Client(self.url, self.database, login, password)

    def output(self) -> str:
        """Return all that the server has logged."""
        return self.log.read_text()

    def peak_memory(self) -> int:
        """Return the most bytes that the process has held at once since its start or a reset."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        return int(peak) * 1024

    def forget_peak_memory(self) -> int:
        """Begin to measure anew; the answer is what the process holds now."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return self.peak_memory()
