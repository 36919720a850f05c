from . import (
    crm_lead,
    crm_lead_merge,
    crm_team,
    deal_changes,
    deal_mail_receipt,
    ir_module_module,
    mail_alias,
    mail_thread,
    mail_thread_fetch,
    mail_thread_gateway,
    res_company,
    res_config_settings,
)
