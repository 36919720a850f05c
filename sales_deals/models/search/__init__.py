from . import crm_lead, deal_merge, deal_search_text, res_partner, res_users
