"""`python -m benchmarks <name>`: run one benchmark in an environment that is set up."""

import importlib
import sys

from scripts.settings import Settings

sys.exit(importlib.import_module(f"benchmarks.{sys.argv[1]}").main(Settings.from_environment()))
