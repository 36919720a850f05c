from . import crm_lead, crm_lead_lost, crm_lost_reason, deal_loss, deal_undo
