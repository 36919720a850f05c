"""Prices below the minimum margin, and the manager's approval that they need."""

import hashlib
import json
from functools import partial

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tools import hmac

from ..state.crm_lead import MANAGER_GROUP
from . import deal_variant_minimum  # noqa: F401 (extended below)
from .deal_variant import COST_GROUP


class DealVariantApproval(models.Model):
    _name = 'deal.variant.approval'
    _description = "Approval of a Calculation"
    _inherit = ['deal.record']
    _order = 'id desc'

    variant_id = fields.Many2one(
        'deal.variant', required=True, ondelete='cascade', index=True, readonly=True
    )
    lead_id = fields.Many2one(related='variant_id.lead_id', store=True, precompute=True)
    company_id = fields.Many2one(related='variant_id.company_id', store=True, precompute=True)
    content_hash = fields.Char(
        required=True,
        groups=COST_GROUP,  # a cost could be guessed until the hash fits
        help="Of what was asked for and decided on.",
        readonly=True,
    )
    state = fields.Selection(
        [('requested', "Requested"), ('approved', "Approved"), ('refused', "Refused")],
        default='requested',
        required=True,
        readonly=True,
    )
    requested_by_id = fields.Many2one(
        'res.users', default=lambda self: self.env.user, readonly=True
    )
    decided_by_id = fields.Many2one('res.users', readonly=True)
    reason = fields.Char(readonly=True)
    product_ids = fields.Many2many('product.product', readonly=True)
    activity_id = fields.Many2one('mail.activity', ondelete='set null', readonly=True)


class DealVariant(models.Model):
    _inherit = 'deal.variant'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    approval_ids = fields.One2many('deal.variant.approval', 'variant_id', copy=False, readonly=True)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """Keep what whoever may not see costs has asked about until it is decided."""
        if self.env.user.has_group(COST_GROUP):
            return
        for variant in self & self._get_undecided(self.line_ids.product_id).variant_id:
            raise UserError(
                self.env._(
                    "A manager was asked about “%s”: it can be deleted when they have decided.",
                    variant.name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_request_approval(self):
        """Ask a sales manager, by an activity on the deal, to approve these prices."""
        self.ensure_one()
        self.check_access('write')
        activity = self.lead_id.activity_schedule(
            'mail.mail_activity_data_todo',
            summary=self.env._("Approve the prices of “%s”", self.name),
            user_id=self._get_approver().id,
        )
        self._record_approval({'state': 'requested', 'activity_id': activity.id})
        return True

    def action_approve(self, seen=None):
        """Approve the prices as they are now.

        :param str seen: what :meth:`_get_approval` called the prices that the manager has seen
        :raise AccessError: for whoever is not a sales manager
        :raise UserError: when the prices have changed since they were seen, or asked for
        """
        self.ensure_one()
        last = self._get_last_approval()
        is_other = last.state == 'requested' and last.content_hash != self._get_content_hash()
        if is_other if seen is None else seen != self._get_seen_mark():
            raise UserError(
                self.env._("The prices have changed meanwhile: look at them again, then approve.")
            )
        self._decide('approved', False)
        return True

    def action_refuse(self, reason):
        """Refuse the prices, with a reason that the salesperson reads.

        :raise AccessError: for whoever is not a sales manager
        """
        if not (reason or '').strip():
            raise UserError(self.env._("Say why you refuse: the salesperson reads it."))
        self._decide('refused', reason.strip())
        return True

    # ------------------------------------------------------------
    # INTERFACE
    # ------------------------------------------------------------

    def _get_approval(self):
        """Return what the tab shows of the approval: its state, and what the user may do.

        Users who may not see margins are told of requests and decisions only, not that a margin
        is too low.
        """
        self.ensure_one()
        asks = self.company_id._asks_for_min_margin()
        if self.env.user.has_group(COST_GROUP):
            state = self._get_approval_state()
            if state == 'none' and asks and self._get_last_approval().state == 'requested':
                # The prices have changed since, and who has asked waits for a decision.
                state = 'requested'
        else:
            state = self._get_valid_approval().state or ('hidden' if asks else 'none')
        can_decide = self.env.user.has_group(MANAGER_GROUP)
        is_undecided = state not in ('none', 'approved')
        return {
            'state': state,
            'reason': self._get_valid_approval().reason or '' if state == 'refused' else '',
            'can_decide': can_decide,
            'seen': can_decide and is_undecided and self._get_seen_mark(),
        }

    def _get_seen_mark(self):
        """Return what tells these prices from others, and tells nothing about them."""
        # The key of the database signs it: a cost can't be guessed until the mark fits.
        return hmac(self.env(su=True), 'deal_variant_approval', self._get_content_hash())

    def _check_is_approved(self):
        """Raise UserError when the prices need an approval that they do not have."""
        for variant in self:
            if variant._is_waiting():
                raise UserError(
                    self.env._(
                        "A manager was asked about prices of these products: “%s” can be offered "
                        "when they have decided.",
                        variant.lead_id.name,
                    )
                )
            state = variant._get_approval_state()
            if state not in ('none', 'approved') or (state == 'none' and not variant._may_tell()):
                raise UserError(variant._refuse_to_offer())

    def _refuse_to_offer(self):
        """Return why the prices can't be offered; request their approval where users can't see why.

        :return: words for the user
        """
        if self.env.user.has_group(COST_GROUP):
            return self.env._(
                "The prices of “%s” need a manager's approval before they are offered. "
                "Request it in the calculation.",
                self.name,
            )
        self._request_after_refusal()
        return self.env._(
            "The prices of “%s” need a manager's approval before they are offered: it is requested "
            "now.",
            self.lead_id.name,  # not which variant: of many, each at another price
        )

    def _is_waiting(self):
        """Return whether a user without costs has asked for one of these products already.

        As long as nobody has decided, other prices of it are not judged: by trying one after the
        other, the user would learn the minimum price, and from it the cost.
        """
        self.ensure_one()
        if self.env.user.has_group(COST_GROUP) or not self.company_id._asks_for_min_margin():
            return False
        if self._get_valid_approval().state == 'approved':
            return False
        return bool(self._get_undecided(self.line_ids.product_id))

    def _may_tell(self):
        """Return whether the user may be told that the prices are high enough, and note it.

        Also when what follows is rolled back: they have been told then.
        """
        self.ensure_one()
        if self.env.user.has_group(COST_GROUP) or not self.company_id._asks_for_min_margin():
            return True
        prices = self._get_judged_prices()
        # Nobody has rights to what is noted.
        may_tell = self.env['deal.price.trial'].sudo()._note(self.env.user, self.company_id, prices)
        user_id, company_id = self.env.uid, self.company_id.id

        def note(env):
            user = env['res.users'].browse(user_id)
            # Nobody has rights to what is noted.
            trials = env['deal.price.trial'].sudo()
            trials._note(user, env['res.company'].browse(company_id), prices)

        self._after_rollback(note)
        return may_tell

    def _get_undecided(self, products):
        """Return requests of the user about products, on any deal, that nobody has decided."""
        # Whether there is one is no secret of others.
        requests = self.env['deal.variant.approval'].sudo()
        asked = requests.search(
            [
                ('state', '=', 'requested'),
                ('requested_by_id', '=', self.env.uid),
                ('product_ids', 'in', products.ids),
            ]
        )
        return asked.filtered(lambda request: request == request.variant_id._get_last_approval())

    def _request_after_refusal(self):
        """Request the approval once what was refused is rolled back."""
        variant_id = self.id

        def request(env):
            variant = env['deal.variant'].browse(variant_id)
            if variant.exists() and not variant._is_waiting():
                variant.action_request_approval()

        self._after_rollback(request)

    def _after_rollback(self, work):
        """Do something in a transaction of its own once this one is rolled back.

        It is tried again as Odoo tries requests: others may change the same deal at the moment.

        :param work: function of an environment of the user
        """
        registry, uid, context = self.env.registry, self.env.uid, {'lang': self.env.lang}

        def run():
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, context)
                retrying(partial(work, env), env)

        self.env.cr.postrollback.add(run)

    def _get_approval_state(self):
        """Return 'none' (not needed), 'needed', 'requested', 'approved' or 'refused'."""
        self.ensure_one()
        if not self.sudo().is_below_minimum:
            return 'none'
        return self._get_valid_approval().state or 'needed'

    def _get_valid_approval(self):
        """Return the last approval, if it belongs to the prices as they are now."""
        last = self._get_last_approval()
        is_valid = last and last.content_hash == self._get_content_hash()
        return last if is_valid else last.browse()

    def _get_last_approval(self):
        return self.sudo().approval_ids.sorted('id', reverse=True)[:1]

    def _get_content_hash(self):
        """Return the SHA-256 of everything in which a change voids an approval."""
        self.ensure_one()
        lines = self.sudo().line_ids.filtered(lambda line: not line.display_type).sorted('id')
        content = [
            self.currency_id.id,
            [
                [
                    line.product_id.id,
                    line.uom_id.id,
                    repr(line.quantity),
                    repr(line.price_unit),
                    repr(line.cost),
                    sorted(line.tax_ids.ids),
                    line.is_optional,
                    *line._get_configuration(),
                ]
                for line in lines
            ],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _get_approver(self):
        return self.lead_id._get_manager(self.company_id) or self.env.user

    def _decide(self, state, reason):
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(self.env._("Only a sales manager may decide on this."))
        self.check_access('write')
        request = self._get_valid_approval()
        text = self._get_decision_text(state, reason)
        self._record_approval(
            {
                'state': state,
                'reason': reason,
                'requested_by_id': request.requested_by_id.id or self.env.user.id,
                'decided_by_id': self.env.user.id,
            }
        )
        self.lead_id.message_post(body=text)
        asker = request.requested_by_id or self.env.user
        # Nobody has rights to what is noted.
        trials = self.env['deal.price.trial'].sudo()
        trials._forget(asker, self.company_id, self.line_ids.product_id)
        # The activity may be another manager's.
        request.activity_id.sudo().action_feedback()

    def _record_approval(self, values):
        """Keep a request or a decision about the prices as they are now."""
        # Written by these methods only, whoever may write the variant: nobody approves by RPC.
        self.env['deal.variant.approval'].sudo().create(
            {
                'variant_id': self.id,
                'content_hash': self._get_content_hash(),
                'requested_by_id': self.env.user.id,
                'product_ids': [Command.set(self.line_ids.product_id.ids)],
                **values,
            }
        )

    def _get_decision_text(self, state, reason):
        """Return the note for the chatter, without figures that not everybody may see."""
        if state == 'approved':
            return self.env._("The prices of “%s” are approved.", self.name)
        return self.env._(
            "The prices of “%(variant)s” are refused: %(reason)s", variant=self.name, reason=reason
        )
