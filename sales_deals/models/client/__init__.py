from . import (
    crm_lead,
    crm_lead_contact,
    deal_competitor,
    deal_contact,
    deal_merge,
    mail_message,
)
