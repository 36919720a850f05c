# First what the others extend.
from . import deal_process, deal_variant, deal_variant_line  # isort: skip
from . import (
    cost_visibility,
    crm_lead_calculation,
    crm_lead_number,
    crm_lead_process,
    crm_stage,
    crm_team,
    deal_variant_approval,
    deal_variant_catalog,
    deal_variant_compare,
    deal_variant_line_catalog,
    deal_variant_reprice,
    deal_variant_total,
    deal_variant_waterfall,
    ir_sequence,
    mail_thread,
    product_category,
    product_pricelist,
    res_company,
    res_config_settings,
)
