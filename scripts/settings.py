"""Where things lie, and what the user can choose by environment variables."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent
ADDON = "sales_deals"
#: The Odoo apps that the addon builds on; the database templates hold them.
BASE_MODULES = ("crm", "sale_crm", "sale_management", "sale_margin")
#: Longest socket folder that PostgreSQL accepts: 107 bytes less "/.s.PGSQL.5432".
SOCKET_FOLDER_LIMIT = 92
#: One of these in the environment means: use the PostgreSQL that is already there.
POSTGRES_VARIABLES = ("DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE")


@dataclass(frozen=True)
class Settings:
    """The user's choices; `Settings.from_environment()` reads them."""

    port: int = 8069
    database: str = ADDON
    languages: tuple[str, ...] = ("fa_IR", "pl_PL")
    odoo_home: Path | None = None
    #: The git repository to clone Odoo from; none: what the system offers, else Odoo's own.
    odoo_repo: str = ""
    #: libpq variables of a PostgreSQL that is already there; empty: a cluster of our own.
    postgres: Mapping[str, str] = field(default_factory=dict)
    checkout: Path = CHECKOUT
    #: Folders of addons of others that a test installs beside ours.
    other_addons: tuple[Path, ...] = ()
    #: A folder with an older state of the addon, which a test installs instead of the checkout's.
    older_addon: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read PORT, DB, LANG_CODES, ODOO_HOME, ODOO_REPO, DATABASE_URL and PG*."""
        languages = environment.get("LANG_CODES") or "fa_IR,pl_PL"
        home = environment.get("ODOO_HOME")
        return cls(
            port=int(environment.get("PORT") or cls.port),
            database=environment.get("DB") or cls.database,
            languages=tuple(sorted(filter(None, map(str.strip, languages.split(","))))),
            odoo_home=Path(home).expanduser().resolve() if home else None,
            odoo_repo=environment.get("ODOO_REPO") or "",
            postgres=_postgres_variables(environment),
        )

    @property
    def build(self) -> Path:
        """Return the one git-ignored folder that holds all that is downloaded or made."""
        return self.checkout / ".build"

    @property
    def addon(self) -> Path:
        return self.checkout / ADDON

    @property
    def venv(self) -> Path:
        return self.build / "venv"

    @property
    def lint_venv(self) -> Path:
        return self.build / "lint"

    @property
    def tested_addons(self) -> Path:
        """Return where addons of others are unpacked that tests install."""
        return self.build / "addons"

    @property
    def node(self) -> Path:
        return self.build / "node"

    @property
    def own_odoo(self) -> Path:
        return self.build / "odoo"

    @property
    def data(self) -> Path:
        """Return Odoo's data folder: file store and sessions."""
        return self.build / "data"

    @property
    def logs(self) -> Path:
        return self.build / "log"

    @property
    def cluster(self) -> Path:
        return self.build / "postgres"

    @property
    def socket_folder(self) -> Path:
        """Return a folder in the cluster's, or a short one where that is too long for a socket."""
        folder = self.cluster / "socket"
        if len(os.fsencode(folder)) <= SOCKET_FOLDER_LIMIT:
            return folder
        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"{ADDON}-{digest}"


def _postgres_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the libpq variables of a PostgreSQL that is already there, or nothing."""
    if not any(environment.get(name) for name in POSTGRES_VARIABLES):
        return {}
    given = {name: value for name, value in environment.items() if name.startswith("PG") and value}
    given.pop("PGDATABASE", None)
    return given | _from_url(environment.get("DATABASE_URL", ""))


def _from_url(url: str) -> dict[str, str]:
    """Turn postgresql://user:password@host:port/?host=/socket into libpq variables."""
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    values = {
        "PGHOST": query.get("host") or parts.hostname,
        "PGPORT": query.get("port") or parts.port,
        "PGUSER": query.get("user") or parts.username,
        "PGPASSWORD": query.get("password") or parts.password,
        "PGSSLMODE": query.get("sslmode"),
    }
    return {name: unquote(str(value)) for name, value in values.items() if value}
