from . import (
    crm_lead_history,
    crm_lead_last_contact,
    crm_lead_list,
    crm_lead_panel,
    deal_process,
    deal_start,
    ir_http,
    mail_message,
    res_company,
)
