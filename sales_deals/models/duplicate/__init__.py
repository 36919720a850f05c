from . import (
    crm_lead,
    crm_lead_customer,
    crm_team,
    deal_duplicate,
    deal_duplicate_group,
    deal_duplicate_merge,
    deal_duplicate_scan,
    deal_match_frequency,
    deal_match_key,
    deal_match_rules,
    deal_match_test,
    deal_merge,
)
