"""Ten days of cadences by a moved clock: the short form of `make bench ARGS=cadence_clock`."""

from benchmarks import cadence_clock


def test_each_message_goes_once_and_in_its_time_though_jobs_are_killed(settings):
    # Other tests use the database server, too: it is not restarted here.
    wrong, figures = cadence_clock.run(settings, deals=40, days=6, kills=4, restarts=0)
    assert not wrong, wrong[:10]
    assert figures["letters"] > 40
    assert figures["did"]["kills"]
    assert figures["stray"] == 0
