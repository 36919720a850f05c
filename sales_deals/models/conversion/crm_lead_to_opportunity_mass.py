"""Conversion of many leads: each as its line of the dialogue says."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = 'crm.lead2opportunity.partner.mass'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deduplicate = fields.Boolean(default=lambda self: self._is_odoos_way())
    deal_is_odoos_way = fields.Boolean(
        string="As Odoo Does", default=lambda self: self._is_odoos_way()
    )
    deal_line_ids = fields.One2many(
        'deal.lead.conversion',
        'wizard_id',
        string="What Happens to Each Lead",
        compute='_compute_deal_line_ids',
        store=True,
        readonly=False,
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_duplicated_lead_ids(self):
        """Show which selected leads have duplicates; they are not merged."""
        ours = self.filtered(lambda convert: not convert._is_odoos_way())
        super(CrmLead2opportunityPartnerMass, self - ours)._compute_duplicated_lead_ids()
        for convert in ours:
            found = convert.lead_tomerge_ids._origin._find_duplicates()
            convert.duplicated_lead_ids = convert.lead_tomerge_ids.browse(
                [lead_id for lead_id, matches in found.items() if matches]
            )

    def _compute_deal_process_id(self):
        """Leave the process empty: without a choice for all, each team's default applies."""
        for convert in self:
            convert.deal_process_id = convert.deal_process_id

    def _compute_deal_stage_id(self):
        chosen = self.filtered('deal_process_id')
        (self - chosen).deal_stage_id = False
        super(CrmLead2opportunityPartnerMass, chosen)._compute_deal_stage_id()

    @api.depends('lead_tomerge_ids', 'action', 'partner_id', 'user_ids', 'force_assignment')
    def _compute_deal_line_ids(self):
        for convert in self:
            values = [] if convert._is_odoos_way() else convert._prepare_lines()
            convert.deal_line_ids = [Command.clear(), *map(Command.create, values)]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_mass_convert(self):
        """Convert the leads as their lines say, and show them.

        :raise UserError: if nothing can be converted, or a customer is missing
        """
        self.ensure_one()
        if self._is_odoos_way():
            return super().action_mass_convert()
        lines = self.deal_line_ids.filtered(
            lambda line: line.is_converted and not line.lead_id._get_conversion_obstacle()
        )
        self._check_lines(lines)
        self._convert_lines(lines)
        return self._get_converted_action(lines.lead_id)

    def _is_odoos_way(self):
        """Return whether Odoo converts, which merges unasked: if all companies want its merging."""
        leads = self.lead_tomerge_ids._origin
        if not leads and self.env.context.get('active_model') == 'crm.lead':
            leads = leads.browse(self.env.context.get('active_ids'))
        return all(lead._merges_as_odoo() for lead in leads or [leads])

    def _prepare_lines(self):
        """Return the lines that follow from the options, before the user changes them.

        :return: list of dictionaries for ``deal.lead.conversion``
        """
        leads = self.lead_tomerge_ids._origin
        partners = leads._suggest_customers() if self.action == 'each_exist_or_create' else {}
        users = self._get_line_users(leads)
        return [
            {
                'lead_id': lead.id,
                'is_converted': not lead._get_conversion_obstacle(),
                'user_id': users.get(lead, lead.user_id).id,
                **self._prepare_customer(partners.get(lead, self.partner_id)),
            }
            for lead in leads
        ]

    def _prepare_customer(self, partner):
        """Return a line's values of the customer."""
        action = self.action
        if action == 'each_exist_or_create':
            action = 'exist' if partner else 'create'
        return {'action': action, 'partner_id': partner.id if action == 'exist' else False}

    def _get_line_users(self, leads):
        """Return the chosen salespeople in turn, as Odoo assigns them."""
        users = self.user_ids._origin
        taken = leads if self.force_assignment else leads.filtered(lambda lead: not lead.user_id)
        return {lead: users[i % len(users)] for i, lead in enumerate(taken)} if users else {}

    def _check_lines(self, lines):
        if not lines:
            raise UserError(self.env._("Choose at least one lead that can be converted."))
        if missing := lines.filtered(lambda line: line.action == 'exist' and not line.partner_id):
            raise UserError(
                self.env._(
                    "Choose the customer of “%s”, or another entry for it.",
                    missing[0].lead_id.display_name,
                )
            )

    def _convert_lines(self, lines):
        lines._assign_customers()
        # The team's rule applies only to leads for which no salesperson is chosen here.
        waiting = lines.lead_id.with_context(deal_keep_unassigned=True)
        for lead in waiting:
            lead.convert_opportunity(lead.partner_id)
        for user, of_user in lines.grouped('user_id').items():
            of_user.lead_id.write(self._prepare_assignment(user))
        lines.lead_id._assign_by_team()
        self._write_process(lines.lead_id)

    def _prepare_assignment(self, user):
        values = {'team_id': self.team_id.id} if self.team_id else {}
        return {**values, 'user_id': user.id} if user else values

    def _get_converted_action(self, leads):
        action = self.env['ir.actions.act_window']._for_xml_id('sales_deals.crm_lead_action_deals')
        # All of them, not one's own.
        context = {'default_type': 'opportunity'}
        return {**action, 'domain': [('id', 'in', leads.ids)], 'context': context}
