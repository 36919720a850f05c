from . import crm_lead, deal_competitor, deal_contact, deal_merge, mail_message
