"""`python -m benchmarks._restart <checkout> <mode>`: restart the private database cluster."""

import sys

from scripts import postgres
from scripts.settings import Settings

if __name__ == "__main__":
    postgres.restart(Settings.from_environment(), sys.argv[-1])
