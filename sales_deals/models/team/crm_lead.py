"""Assignment of new leads and deals by their team's rule."""

from odoo import api, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        drawn = self._draw_for_new(vals_list)
        for index, draw in drawn.items():
            vals_list[index] = {**vals_list[index], 'user_id': draw.user_id}
        leads = super().create(vals_list)
        leads._log_draws({leads[index]: draw for index, draw in drawn.items()})
        if self._is_seeing_own_only():
            leads._assign_by_team()
        return leads

    def write(self, vals):
        """Apply the new team's rule to unassigned leads."""
        assigning = self.env['crm.team']._get_assigning_team_ids()
        if 'user_id' in vals or vals.get('team_id') not in assigning:
            return super().write(vals)
        arriving = self.filtered(lambda lead: lead.team_id.id != vals['team_id'])
        result = super().write(vals)
        arriving._assign_by_team()
        return result

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    def convert_opportunity(self, *args, **kwargs):
        leads = self.with_context(deal_keep_unassigned=True)
        result = super(CrmLead, leads).convert_opportunity(*args, **kwargs)
        self._assign_by_team()
        return result

    def _assign_userless_lead_in_team(self, creation_source):
        """Assign to a team's responsible persons before its leader."""
        if not self._is_rule_based_assignment_activated():
            self.filtered(lambda lead: lead.team_id and not lead.user_id)._assign_responsible()
        return super()._assign_userless_lead_in_team(creation_source)

    def _assign_by_team(self):
        """Assign open leads and deals without a salesperson by their team's rule."""
        if self.env.context.get('deal_keep_unassigned'):
            return
        assigning = self.env['crm.team']._get_assigning_team_ids()
        waiting = self.filtered(
            lambda lead: (
                lead.team_id.id in assigning and not lead.user_id and lead._is_in_progress()
            )
        )
        if waiting and self._is_seeing_own_only():
            waiting._assign_at_commit()
            return
        for (team, company), leads in waiting._group_for_draw():
            leads._give(team._draw_salespeople(len(leads), company))

    def _assign_at_commit(self):
        """Defer to commit: the user may lose access to these leads."""
        waiting = self.env.cr.precommit.data.setdefault('sales_deals.waiting', set())
        if not waiting:
            # Whoever may move a lead into a team may have its rule choose the salesperson.
            leads = self.browse().sudo()
            self.env.cr.precommit.add(
                lambda: leads.browse(sorted(waiting)).exists()._assign_by_team()
            )
        waiting.update(self.ids)

    def _assign_responsible(self):
        """Assign these leads to the responsible persons of their teams, in turn."""
        for (team, company), leads in self._group_for_draw():
            leads._give(team._draw_responsible(len(leads), company))

    @api.model
    def _is_seeing_own_only(self):
        """Return whether the user sees only own leads and deals."""
        all_leads = 'sales_team.group_sale_salesman_all_leads'
        return not self.env.su and not self.env.user.has_group(all_leads)

    def _group_for_draw(self):
        return self.grouped(lambda lead: (lead.team_id, lead.company_id)).items()

    def _give(self, draws):
        """Assign these deals.

        :param draws: list of :class:`Draw`, one for each deal, or empty
        """
        given = dict(zip(self, draws, strict=False))
        leads = self.filtered(given.get)
        for user_id, of_user in leads.grouped(lambda lead: given[lead].user_id).items():
            of_user.write({'user_id': user_id})
        leads._log_draws(given)

    def _log_draws(self, draws):
        """Log the reasons of assignments.

        :param dict draws: deal to :class:`Draw`
        """
        if draws:
            leads = self.browse(lead.id for lead in draws)
            leads._message_log_batch(bodies={lead.id: draw.note for lead, draw in draws.items()})

    @api.model
    def _draw_for_new(self, vals_list):
        """Choose salespeople for leads and deals that are about to be created.

        Done before, so that the INSERT includes the salesperson.

        :return: dict of index in ``vals_list`` to :class:`Draw`
        """
        teams = self.env['crm.team']
        assigning = teams._get_assigning_team_ids()
        is_kept = self.env.context.get('deal_keep_unassigned') or self._is_seeing_own_only()
        if not assigning or is_kept:
            return {}
        defaults = self.default_get(['team_id', 'user_id', 'company_id'])
        waiting = {}
        for index, vals in enumerate(vals_list):
            vals = {**defaults, **vals, 'is_named': 'user_id' in vals}
            if vals.get('team_id') in assigning and self._is_awaiting_salesperson(vals):
                group = (vals['team_id'], vals.get('company_id') or False)
                waiting.setdefault(group, []).append(index)
        drawn = {}
        for (team_id, company_id), indices in waiting.items():
            team = teams.browse(team_id)
            company = self.env['res.company'].browse(company_id or team.sudo().company_id.id)
            draws = team._draw_salespeople(len(indices), company)
            drawn.update(zip(indices, draws, strict=False))
        return drawn

    @api.model
    def _is_awaiting_salesperson(self, vals):
        """Return whether no salesperson was chosen for the lead with these values.

        Odoo makes whoever creates a lead its salesperson. That counts as chosen if they work in
        the team, unless they import a file.
        """
        user_id = vals.get('user_id')
        if not vals.get('active', True):
            return False
        if not user_id or vals['is_named'] or user_id != self.env.uid:
            return not user_id
        if 'default_user_id' in self.env.context:
            return False
        if self.env.context.get('import_file'):
            return True
        team = self.env['crm.team'].sudo().browse(vals['team_id'])
        return self.env.user not in team.user_id | team.crm_team_member_ids.user_id
