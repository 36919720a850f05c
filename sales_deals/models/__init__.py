from . import (
    crm_lead_calculation,
    crm_lead_number,
    crm_lead_process,
    crm_stage,
    crm_team,
    deal_process,
    deal_variant,
    deal_variant_line,
    deal_variant_total,
    ir_sequence,
    mail_thread,
    product_pricelist,
)
