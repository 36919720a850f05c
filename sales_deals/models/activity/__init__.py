from . import (
    crm_lead,
    crm_stage,
    deal_activity_done,
    deal_activity_outcome,
    deal_activity_step,
    deal_activity_suggestion,
    mail_activity,
    mail_activity_type,
)
