"""Ask for the customer where a deal knows a company or person, and an offer needs a contact."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: What of a new customer can be corrected in the dialogue, and stays on the deal.
CUSTOMER_FIELDS = ('partner_name', 'contact_name', 'email_from', 'phone')


class DealOfferCustomer(models.TransientModel):
    _name = 'deal.offer.customer'
    _description = "Customer of an Offer"
    _inherit = ['deal.dialogue']

    lead_id = fields.Many2one('crm.lead', string="Deal", required=True, ondelete='cascade')
    offer_id = fields.Many2one('deal.offer', ondelete='cascade')
    next_act = fields.Selection(
        [
            ('offer', "Make an offer"),
            ('send', "Send the offer"),
            ('open', "Open the offer for the client"),
            ('quotation', "Make a quotation"),
        ],
        string="Then",
        required=True,
        default='offer',
    )
    has_customer = fields.Boolean(compute='_compute_has_customer')
    action = fields.Selection(
        [('create', "Create a new customer"), ('exist', "Link to an existing customer")],
        string="Customer",
        required=True,
        compute='_compute_action',
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Existing Customer",
        compute='_compute_partner_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='cascade',
    )
    partner_name = fields.Char(
        string="Company Name", compute='_compute_person', store=True, readonly=False
    )
    contact_name = fields.Char(compute='_compute_person', store=True, readonly=False)
    email_from = fields.Char(string="Email", compute='_compute_person', store=True, readonly=False)
    phone = fields.Char(compute='_compute_person', store=True, readonly=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_id')
    def _compute_has_customer(self):
        for wizard in self:
            wizard.has_customer = bool(wizard.lead_id.partner_id)

    @api.depends('lead_id')
    def _compute_partner_id(self):
        """Suggest the deal's customer, or a contact that is likely the same client."""
        for wizard in self:
            # The suggestion is shown before it is taken.
            lead = wizard.lead_id._origin.with_context(deal_suggest_customer=True)
            wizard.partner_id = lead._find_matching_partner() if lead else False

    @api.depends('lead_id')
    def _compute_action(self):
        for wizard in self:
            wizard.action = 'exist' if wizard.partner_id else 'create'

    @api.depends('lead_id')
    def _compute_person(self):
        for wizard in self:
            for name in CUSTOMER_FIELDS:
                wizard[name] = wizard.lead_id[name]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('lead_id', 'offer_id')
    def _check_offer(self):
        for wizard in self:
            if wizard.offer_id and wizard.offer_id.lead_id != wizard.lead_id:
                raise ValidationError(self.env._("The offer belongs to another deal."))
            if wizard.next_act in ('send', 'open') and not wizard.offer_id:
                raise ValidationError(self.env._("Choose the offer first."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Assign the customer, and go on with what was begun."""
        self.ensure_one()
        partner = self._link_customer() if self.action == 'exist' else self._create_customer()
        if self.offer_id and self.offer_id.partner_id != partner:
            self.offer_id.partner_id = partner
        return self._go_on() or {'type': 'ir.actions.act_window_close'}

    def _link_customer(self):
        """Link the deal to the chosen customer, unless it has one."""
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first."))
        self.partner_id.check_access('read')
        if not self.lead_id.partner_id:
            self.lead_id._handle_partner_assignment(
                force_partner_id=self.partner_id.id, create_missing=False
            )
        return self.partner_id

    def _create_customer(self):
        """Create the customer as Odoo does when it converts a lead, unless there is one."""
        if not (self.partner_name or self.contact_name or self.has_customer):
            raise UserError(self.env._("Enter the name of the company, or of the person."))
        entered = {
            name: self[name]
            for name in CUSTOMER_FIELDS
            if (self[name] or '') != (self.lead_id[name] or '')
        }
        if entered:
            self.lead_id.write(entered)
        self.lead_id._handle_partner_assignment(create_missing=True)
        return self.lead_id.partner_id

    def _go_on(self):
        """Do what the customer was asked for."""
        acts = {
            'offer': self.lead_id.action_deal_new_offer,
            'send': self.offer_id.action_send,
            'open': self.offer_id.action_mark_sent,
            'quotation': self.lead_id.action_new_quotation,
        }
        action = acts[self.next_act]()
        return action if isinstance(action, dict) else None
