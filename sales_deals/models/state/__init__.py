from . import crm_lead, crm_lead_suspension, deal_suspend
