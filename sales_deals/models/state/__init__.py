from . import (
    crm_lead,
    crm_lead_activity,
    crm_lead_suspension,
    deal_process,
    deal_suspend,
)
