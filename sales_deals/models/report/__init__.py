from . import (
    crm_activity_report,
    deal_dashboard,
    deal_forecast_report,
    deal_offer_funnel,
    deal_report,
    deal_report_mixin,
    deal_report_persian,
    deal_report_rollup,
    digest_digest,
    ir_module_module,
)
