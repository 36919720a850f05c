"""A team works by one or more sales processes."""

from odoo import api, fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_process_ids = fields.Many2many(
        'deal.process',
        'deal_process_team_rel',
        'team_id',
        'process_id',
        string="Sales Processes",
        help="The team's new deals follow the first of these. Empty: the first process that "
        "is open to all teams.",
    )
    deal_offer_template_ids = fields.Many2many(
        'deal.offer.template',
        'deal_offer_template_team_rel',
        'team_id',
        'template_id',
        string="Offer Templates",
        help="The team's new offers start with the first of these. Empty: the first template that "
        "is open to all teams.",
    )
    deal_followup_template_ids = fields.Many2many(
        'mail.template',
        'deal_followup_template_team_rel',
        'team_id',
        'template_id',
        string="Follow-Up Templates",
        domain=[('model', '=', 'crm.lead')],
        help="Follow-ups to the team's clients start with the first of these. Empty: as in all "
        "teams.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        if any('deal_process_ids' in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if 'deal_process_ids' in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def action_your_pipeline(self):
        """Open on the user's own process: its stages are the columns."""
        action = super().action_your_pipeline()
        table = self.env['deal.process']._get_process_table()
        if sum(process.active for process in table.processes.values()) > 1:
            processes = self.env['crm.lead']._get_column_process_ids([])
            action['context'] = {
                **action['context'],
                'search_default_deal_process_id': min(processes),
            }
        return action

    def _action_assign_leads_logs(self, teams_data, members_data):
        """Say how many of the assigned leads are likely duplicates; they wait to be decided."""
        logs = super()._action_assign_leads_logs(teams_data, members_data)
        ids = {lead_id for data in teams_data.values() for lead_id in data['assigned']}
        found = self.env['crm.lead'].browse(ids).exists()._find_duplicates()
        if count := sum(map(bool, found.values())):
            logs.append(
                self.env._("Leads that are likely duplicates: %s. Nothing was merged.", count)
            )
        return logs

    def _allocate_leads(self, *args, **kwargs):
        # Where merging was asked for, Odoo deletes afterwards what it believes to be left over.
        teams = self.with_context(deal_keep_merged=True)
        return super(CrmTeam, teams)._allocate_leads(*args, **kwargs)

    def _allocate_leads_deduplicate(self, leads, duplicates_cache=None):
        """Assigning merges nothing that nobody has asked for."""
        company = self.company_id or self.env.company
        if company.deal_merge_policy != 'odoo':
            duplicates_cache = {lead: lead for lead in leads}
        return super()._allocate_leads_deduplicate(leads, duplicates_cache=duplicates_cache)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_followup_templates(self):
        """The templates of follow-ups to deals of all these teams, in the order of preference.

        :return: ``mail.template``; none where a team has none of its own, or they share none
        """
        shared = self[:1].deal_followup_template_ids
        for team in self[1:]:
            shared &= team.deal_followup_template_ids
        return shared
