from . import (
    crm_lead,
    crm_lead_comparison,
    crm_lead_number,
    crm_lead_plan,
    crm_lead_properties,
    crm_lead_state,
    crm_merge_opportunity,
    deal_merge,
    deal_merge_link,
    deal_merge_recompute,
    deal_merge_reference,
    ir_actions_act_window,
)
