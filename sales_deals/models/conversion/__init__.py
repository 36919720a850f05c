from . import (
    crm_lead,
    crm_lead_to_opportunity,
    crm_lead_to_opportunity_mass,
    deal_lead_conversion,
)
