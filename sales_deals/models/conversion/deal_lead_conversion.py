"""Lines of the dialogue that converts many leads."""

from collections import Counter

from odoo import api, fields, models

from ...tools import matching


class DealLeadConversion(models.TransientModel):
    """A lead to convert, with the choices that the user may change."""

    _name = 'deal.lead.conversion'
    _description = "Conversion of a Lead"
    _inherit = ['deal.dialogue']

    wizard_id = fields.Many2one('crm.lead2opportunity.partner.mass', ondelete='cascade')
    lead_id = fields.Many2one('crm.lead', required=True, ondelete='cascade')
    is_converted = fields.Boolean(string="Convert", default=True)
    action = fields.Selection(
        [
            ('exist', "Existing customer"),
            ('create', "New customer"),
            ('nothing', "No customer"),
        ],
        string="Customer",
        required=True,
        default='create',
    )
    partner_id = fields.Many2one('res.partner', string="Existing Customer")
    user_id = fields.Many2one(
        'res.users', string="Salesperson", domain="[('share', '=', False)]", ondelete='cascade'
    )
    customer_note = fields.Text(string="What Happens", compute='_compute_customer_note')
    duplicate_note = fields.Text(string="Deals Like It", compute='_compute_duplicate_note')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'is_converted',
        'action',
        'partner_id',
        'lead_id',
        'user_id',
        'wizard_id.deal_line_ids',
        'wizard_id.team_id',
    )
    @api.depends_context('lang')
    def _compute_customer_note(self):
        made = self.wizard_id.deal_line_ids._get_made()
        count = Counter(line._get_customer_key() for line in made)
        for line in self:
            notes = [line._describe(count[line._get_customer_key()]), line._describe_assignment()]
            line.customer_note = " ".join(filter(None, notes))

    @api.depends('lead_id')
    @api.depends_context('uid', 'lang')
    def _compute_duplicate_note(self):
        for line in self:
            hint = line.lead_id._origin.deal_duplicate_hint
            line.duplicate_note = line._describe_duplicates(hint)

    # ------------------------------------------------------------
    # ONCHANGE
    # ------------------------------------------------------------

    @api.onchange('partner_id')
    def _onchange_partner_id(self):
        if self.partner_id:
            self.action = 'exist'

    @api.onchange('action')
    def _onchange_action(self):
        if self.action != 'exist':
            self.partner_id = False

    def _assign_customers(self):
        """Assign the customers of the lines; leads of one client share a new customer."""
        made = {}
        for line in self:
            lead = line.lead_id.with_context(default_user_id=line.user_id.id)
            partner = line.partner_id if line.action == 'exist' else lead.partner_id
            partner = partner or made.get(line._get_customer_key(), partner)
            lead._handle_partner_assignment(
                force_partner_id=partner.id, create_missing=line.action == 'create'
            )
            if line.action == 'create' and lead.partner_id:
                made[line._get_customer_key()] = lead.partner_id

    def _get_made(self):
        """Return the lines that create a customer."""
        return self.filtered(
            lambda line: (
                line.is_converted and line.action == 'create' and not line.lead_id.partner_id
            )
        )

    def _get_customer_key(self):
        """Return the key that leads of one client share: address, else names, else the lead."""
        lead = self.lead_id._origin
        folded = (
            matching.fold_company(lead.partner_name),
            matching.fold_person(lead.contact_name),
        )
        names = tuple(' '.join(sorted(name.split())) for name in folded)
        return lead.email_normalized or (any(names) and names) or lead.id

    def _describe(self, count):
        """Describe what happens to the customer.

        :param int count: number of leads that share the new customer
        """
        lead = self.lead_id._origin
        if reason := lead._get_conversion_obstacle():
            return reason
        if self.action == 'exist':
            return self._describe_existing()
        if lead.partner_id:
            return self.env._("Keeps its customer %s.", lead.partner_id.display_name)
        if self.action == 'nothing':
            return self.env._("No customer is made.")
        said = lead._describe_new_customer()
        if count > 1:
            said += " " + self.env._("One for %s leads.", count)
        return said

    def _describe_assignment(self):
        if self.user_id or not self.is_converted:
            return ''
        team = self.wizard_id.team_id or self.lead_id.team_id
        return team._describe_assignment()

    def _describe_existing(self):
        if not self.partner_id:
            return self.env._("Choose the customer.")
        reasons = self.lead_id._origin._get_partner_reasons(self.partner_id)
        said = self.env['deal.duplicate']._describe_reasons(reasons)
        return said or self.env._("Chosen by hand.")

    def _describe_duplicates(self, hint):
        if not hint:
            return ''
        if not hint['deals']:
            return str(hint['hidden'] or '')
        first, more = hint['deals'][0], len(hint['deals']) - 1 + hint['more'] + hint['hidden']
        said = self.env._("%(deal)s: %(reason)s", deal=first['name'], reason=first['reason'])
        return said + (f" (+{more})" if more else '')
