"""Contacts of a deal: their part in the decision, and their attitude."""

from markupsafe import Markup

from odoo import api, fields, models

from . import deal_client_row  # noqa: F401 (inherited below)

#: Roles, the one that says most first.
ROLES = ('decision_maker', 'influencer', 'finance', 'technical', 'user', 'other')
#: What is known of a contact on a deal.
KNOWN = ('role', 'attitude', 'note')


class DealContact(models.Model):
    _name = 'deal.contact'
    _description = "Contact of a Deal"
    _inherit = ['deal.client.row']
    _deal_kept_fields = frozenset(('lead_id',))
    _order = 'lead_id, sequence, id'
    _rec_name = 'partner_id'

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
        help="The contact's part in the decision on this deal.",
    )
    attitude = fields.Selection(
        [('for', "In Favour"), ('neutral', "Neutral"), ('against', "Against")],
        help="The contact's attitude to buying from us. Empty: not known.",
    )
    note = fields.Char()
    is_primary = fields.Boolean(
        string="Primary", help="The contact to turn to first; a deal has one at most."
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

    def _get_recipients(self):
        """Return the partners that get the deals' e-mails, the primary contacts first.

        :return: ``res.partner`` records
        """
        recipients = self.filtered('is_recipient')
        return recipients.sorted(lambda contact: not contact.is_primary).partner_id

    def _prepare_union(self, other):
        values = super()._prepare_union(other)
        for name in ('is_primary', 'is_recipient'):
            values[name] = self[name] or other[name]
        if other.role:
            values['role'] = min(filter(None, (self.role, other.role)), key=ROLES.index)
        return values

    def _describe_unlike(self, other):
        """Add the role that says less, if anything, and another attitude."""
        words = super()._describe_unlike(other)
        if self.role and other.role and self.role != other.role:
            less = max(self, other, key=lambda row: ROLES.index(row.role))
            if less.role != 'other':
                words.append(less._describe_value('role'))
        if self.attitude and other.attitude and self.attitude != other.attitude:
            words.append(other._describe_value('attitude'))
        return words

    def _note_deletion(self):
        """Log on the deals that these contacts are deleted, with what was known of them."""
        by_lead = self.grouped('lead_id')
        bodies = {lead.id: rows._get_deletion_note() for lead, rows in by_lead.items()}
        self.lead_id._message_log_batch(bodies)

    def _get_deletion_note(self):
        lines = [
            self.env._(
                "The contact “%(name)s” was deleted and is no longer on this deal.",
                name=row.partner_id.display_name,
            )
            + "".join(f' {row._describe_value(name)}.' for name in KNOWN if row[name])
            for row in self
        ]
        return Markup("").join(Markup("<p>%s</p>") % line for line in lines)

    def _release_primary(self, lead_ids, but=None):
        """Unmark the deals' primary contacts, since another one is to be marked."""
        domain = [('lead_id', 'in', lead_ids), ('is_primary', '=', True)]
        if but:
            domain.append(('id', 'not in', but.ids))
        if lead_ids:
            self.search(domain).write({'is_primary': False})
            self.flush_model(['is_primary'])
