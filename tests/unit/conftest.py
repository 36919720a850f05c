"""How long an example of a property may take."""

from datetime import timedelta

from hypothesis import settings

# By the clock on the wall, which goes on while other work has the processor. Tests of what must be
# fast measure the processor's time themselves.
settings.register_profile("sales_deals", deadline=timedelta(seconds=1))
settings.load_profile("sales_deals")
