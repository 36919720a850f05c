from . import test_cadence_at_once, test_cadence_queries, test_cadence_run
