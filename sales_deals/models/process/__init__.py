from . import (
    crm_lead,
    crm_lead_import,
    crm_lead_number,
    crm_stage,
    crm_team,
    deal_changes,
    deal_number_draw,
    deal_process,
    deal_process_change,
    deal_process_installation,
    ir_sequence,
    res_company,
)
