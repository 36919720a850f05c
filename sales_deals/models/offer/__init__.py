from . import (
    crm_lead,
    deal_offer,
    deal_offer_answer,
    deal_offer_document,
    deal_offer_page,
    deal_offer_pdf,
    deal_offer_reminder,
    deal_offer_snapshot,
    deal_offer_template,
    deal_offer_view,
    deal_win_back,
    mail_message,
)
