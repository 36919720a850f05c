from . import (
    base_partner_merge,
    crm_lead,
    deal_client_row,
    deal_competitor,
    deal_contact,
    deal_merge,
    deal_undo,
    mail_message,
    res_partner,
)
