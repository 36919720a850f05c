"""People on the client's side of a deal: what they decide there, and how they stand to us."""

from odoo import api, fields, models


class DealContact(models.Model):
    _name = 'deal.contact'
    _description = "Contact of a Deal"
    _order = 'lead_id, sequence, id'
    _rec_name = 'partner_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        ondelete='cascade',
        index=True,
        context={'active_test': False},
    )
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        'res.partner', string="Contact", required=True, ondelete='cascade', index=True
    )
    email = fields.Char(related='partner_id.email', help='')
    phone = fields.Char(related='partner_id.phone', help='')
    function = fields.Char(related='partner_id.function', help='')
    role = fields.Selection(
        [
            ('decision_maker', "Decision Maker"),
            ('influencer', "Influencer"),
            ('user', "User"),
            ('technical', "Technical"),
            ('finance', "Finance"),
            ('other', "Other"),
        ],
        help="What the contact decides about this deal.",
    )
    attitude = fields.Selection(
        [('for', "In Favour"), ('neutral', "Neutral"), ('against', "Against")],
        help="How the contact stands to buying from us. Empty: not known.",
    )
    note = fields.Char()
    is_primary = fields.Boolean(
        string="Primary", help="Whom to turn to first; one contact of a deal."
    )
    is_recipient = fields.Boolean(
        string="Recipient",
        default=True,
        help="Proposed as a recipient of the deal's e-mails and offers.",
    )

    _one_entry = models.UniqueIndex("(lead_id, partner_id)", "This contact is on the deal already.")
    _one_primary = models.UniqueIndex(
        "(lead_id) WHERE is_primary", "A deal has one primary contact at most."
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get('default_lead_id')
        primary = [vals.get('lead_id', default) for vals in vals_list if vals.get('is_primary')]
        self._release_primary(primary)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get('is_primary'):
            self._release_primary(self.lead_id.ids, but=self)
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_recipients(self):
        """The partners that get the deals' e-mails, the primary contacts first.

        :return: ``res.partner`` records
        """
        recipients = self.filtered('is_recipient')
        return recipients.sorted(lambda contact: not contact.is_primary).partner_id

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _release_primary(self, lead_ids, but=None):
        """Who is marked as the primary contact takes the place of the one before."""
        domain = [('lead_id', 'in', lead_ids), ('is_primary', '=', True)]
        if but:
            domain.append(('id', 'not in', but.ids))
        if lead_ids:
            self.search(domain).write({'is_primary': False})
            self.flush_model(['is_primary'])
