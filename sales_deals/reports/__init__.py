from . import deal_report_rollup, deal_report_mixin  # isort: skip
from . import deal_forecast_report, deal_offer_funnel, deal_report

from . import deal_report_persian  # isort: skip
