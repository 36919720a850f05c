from . import crm_lead, crm_team, crm_team_dashboard, crm_team_member, resource_calendar
