"""Tell what a client answered by phone or on paper."""

import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from .deal_offer_told import Told


class DealToldAnswer(models.TransientModel):
    _name = 'deal.told.answer'
    _description = "Answer of a Client"
    _inherit = ['deal.dialogue']

    offer_id = fields.Many2one('deal.offer', required=True, ondelete='cascade')
    answer = fields.Selection(
        [('accepted', "Accepted"), ('declined', "Declined")], required=True, default='accepted'
    )
    name = fields.Char(
        string="Who Answered",
        compute='_compute_name',
        store=True,
        readonly=False,
        help="The person of the client, as in a signature.",
    )
    day = fields.Date(required=True, default=fields.Date.context_today)
    document = fields.Binary(string="Signed Paper", attachment=False)
    document_name = fields.Char()
    choices = fields.Json(compute='_compute_choices')
    has_choice = fields.Boolean(compute='_compute_has_choice')
    choice = fields.Json(
        string="What Was Accepted", compute='_compute_choice', store=True, readonly=False
    )
    total = fields.Char(compute='_compute_total', help="With tax.")
    is_late = fields.Boolean(compute='_compute_is_late')
    reason_id = fields.Many2one('crm.lost.reason', ondelete='cascade')
    note = fields.Text(string="Client's Words")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('offer_id')
    def _compute_name(self):
        for wizard in self:
            wizard.name = wizard.offer_id.partner_id.name

    @api.depends('offer_id')
    def _compute_choices(self):
        """List the variants and options as they were sent."""
        for wizard in self:
            variants = wizard._prepare_variants()
            wizard.choices = [
                {
                    'key': variant['key'],
                    'name': variant['name'],
                    'total': variant['totals']['gross'],
                    'options': [
                        {'key': o['key'], 'name': o['name'], 'price': o['subtotal']}
                        for o in variant['options']
                    ],
                }
                for variant in variants
            ]

    @api.depends('offer_id')
    def _compute_choice(self):
        """Choose the only variant; of several, whoever tells knows which it was."""
        for wizard in self:
            keys = [variant['key'] for variant in wizard.choices or ()]
            wizard.choice = {'variant': keys[0] if len(keys) == 1 else '', 'options': []}

    @api.depends('choices')
    def _compute_has_choice(self):
        for wizard in self:
            choices = wizard.choices or []
            wizard.has_choice = len(choices) > 1 or any(one['options'] for one in choices)

    @api.depends('offer_id', 'choice')
    def _compute_total(self):
        for wizard in self:
            key, options = wizard._get_chosen()
            ticked = [f'{key}:{option}' for option in options]
            totals = {v['key']: v['totals']['gross'] for v in wizard._prepare_variants(ticked)}
            wizard.total = totals.get(key, '')

    @api.depends('offer_id', 'day')
    @api.depends_context('tz')
    def _compute_is_late(self):
        for wizard in self:
            end = wizard.offer_id.valid_until
            wizard.is_late = bool(end and wizard.day and wizard.day > end)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Do what follows from the client's answer."""
        self.ensure_one()
        if not (self.name or '').strip():
            raise UserError(self.env._("Enter who of the client has answered."))
        told = Told(self.day, self._get_document(), self.document_name or '')
        offer = self.offer_id._as_told(told)
        if self.answer == 'declined':
            offer._decline(self.reason_id.id, self._get_words())
        else:
            self._check_is_chosen()
            offer._accept(*self._get_chosen(), self.name)
        return {'type': 'ir.actions.act_window_close'}

    def _check_is_chosen(self):
        """Check that one of several variants is chosen.

        :raise UserError: when none is; whether it was offered, the offer finds out
        """
        if self.offer_id.kind == 'calculation' and not self._get_chosen()[0]:
            raise UserError(self.env._("Choose which variant the client has accepted."))

    def _get_document(self):
        """Return the signed paper as base64, or False for none.

        :raise UserError: for what is no file
        """
        document = self.with_context(bin_size=False).document or b''
        try:
            binascii.a2b_base64(document)
        except ValueError as error:
            raise UserError(
                self.env._("The file could not be read. Choose it once more.")
            ) from error
        return document or False

    def _get_words(self):
        """Return who declined, and their words."""
        return ": ".join(filter(None, (self.name.strip(), (self.note or '').strip())))

    def _get_chosen(self):
        """Return the chosen variant's key and those of its options, whatever was sent."""
        choice = self.choice if isinstance(self.choice, dict) else {}
        key, options = choice.get('variant'), choice.get('options')
        known = options if isinstance(options, list) else ()
        return str(key or ''), [str(option) for option in known]

    def _prepare_variants(self, ticked=()):
        """Prepare the variants as the offer's page shows them, in the user's language."""
        offer = self.offer_id._origin
        if not offer or offer.kind == 'document':
            return []
        content = offer._get_content()[0]
        shown = offer.with_context(deal_offer_shown=content['shows'])
        return shown._prepare_page_variants(content, {}, ticked)
