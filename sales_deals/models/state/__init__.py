from . import (
    crm_lead,
    crm_lead_activity,
    crm_lead_suspension,
    crm_lead_undo,
    deal_process,
    deal_suspend,
    deal_undo,
)
