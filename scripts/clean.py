"""`make clean`: stop the private database server, remove .build."""

import shutil

from . import postgres
from .settings import Settings


def main(_arguments: list[str]) -> int:
    """Leave the checkout as it was cloned."""
    settings = Settings.from_environment()
    postgres.stop(settings)
    for folder in (settings.build, settings.socket_folder):
        shutil.rmtree(folder, ignore_errors=True)
    return 0
