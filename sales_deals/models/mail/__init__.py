from . import (
    crm_lead,
    crm_team,
    deal_mail_receipt,
    mail_alias,
    mail_thread,
    mail_thread_gateway,
)
