from . import (
    crm_lead_lost,
    crm_lead_to_opportunity_mass,
    crm_merge_opportunity,
    deal_process_change,
    deal_variant_import,
    deal_variant_refuse,
    deal_variant_reprice,
    deal_variant_set_total,
)
