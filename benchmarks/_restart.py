"""`python -m benchmarks._restart <checkout>`: restart the private database cluster."""

from scripts import postgres
from scripts.settings import Settings

if __name__ == "__main__":
    postgres.restart(Settings.from_environment())
