"""A deal of a follow-up: its recipient and the message's status, or why none is sent."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Reasons that the sender may overrule.
SOFT_REASONS = ('removed', 'closed', 'suspended', 'replied', 'recent', 'no_offer', 'duplicate')


class DealFollowupLine(models.Model):
    _name = 'deal.followup.line'
    _description = "Follow-Up of a Deal"
    _inherit = ['deal.record']
    _order = 'followup_id desc, id'
    _rec_name = 'lead_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    followup_id = fields.Many2one(
        'deal.followup',
        string="Follow-Up",
        required=True,
        ondelete='cascade',
        index=True,
        readonly=True,
    )
    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        ondelete='cascade',
        index=True,
        readonly=True,
    )
    salesperson_id = fields.Many2one(related='lead_id.user_id', string="Salesperson")
    followup_state = fields.Selection(related='followup_id.state', string="Follow-Up's Status")
    partner_id = fields.Many2one(
        'res.partner', string="Contact", index='btree_not_null', readonly=True
    )
    email = fields.Char(string="Address", index='btree_not_null', readonly=True)
    lang = fields.Selection(
        selection=lambda self: self.env['res.lang'].get_installed(),
        string="Language",
        readonly=True,
    )
    offer_id = fields.Many2one('deal.offer', index='btree_not_null', readonly=True)
    state = fields.Selection(
        [
            ('waiting', "To send"),
            ('sending', "Being sent"),
            ('sent', "Sent"),
            ('failed', "Failed"),
            ('interrupted', "Interrupted: it may have arrived"),
            ('skipped', "Not sent"),
        ],
        string="Status",
        required=True,
        default='waiting',
        readonly=True,
    )
    reason = fields.Selection(
        [
            ('removed', "Taken out by hand"),
            ('no_access', "The sender may not change the deal"),
            ('merged', "Merged into another deal"),
            ('no_address', "No e-mail address"),
            ('invalid', "Invalid e-mail address"),
            ('own_address', "An address of our own"),
            ('internal', "Address of a colleague"),
            ('opted_out', "Opted out of follow-ups"),
            ('blacklisted', "Blacklisted address"),
            ('closed', "Won or lost"),
            ('suspended', "Suspended"),
            ('replied', "Has replied since our last message"),
            ('recent', "Got a message lately"),
            ('no_offer', "No open offer"),
            ('duplicate', "Same address as another deal"),
            ('cancelled', "Sending was cancelled"),
        ],
        readonly=True,
    )
    is_soft = fields.Boolean(string="Can Be Sent Anyway", compute='_compute_is_soft')
    is_removed = fields.Boolean(string="Taken Out", readonly=True)
    is_forced = fields.Boolean(string="Put In by Hand", readonly=True)
    failure = fields.Text(string="What Went Wrong", readonly=True)
    sent_on = fields.Datetime(readonly=True)
    message_id = fields.Many2one(
        'mail.message', ondelete='set null', index='btree_not_null', readonly=True
    )
    is_settled = fields.Boolean(help="What follows from sending is done.", readonly=True)

    preview_position = fields.Char(string="Message No.", compute='_compute_preview')
    preview_from = fields.Char(string="Message From", compute='_compute_preview')
    preview_to = fields.Char(string="Message To", compute='_compute_preview')
    preview_subject = fields.Char(string="Subject", compute='_compute_preview')
    preview_body = fields.Html(string="Text", compute='_compute_preview', sanitize='email_outgoing')
    preview_files = fields.Char(string="Attached Files", compute='_compute_preview')

    _waiting_index = models.Index("(followup_id, id) WHERE state = 'waiting'")
    _sending_index = models.Index("(followup_id) WHERE state = 'sending'")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('state', 'reason')
    def _compute_is_soft(self):
        for line in self:
            line.is_soft = line.state == 'skipped' and line.reason in SOFT_REASONS

    @api.depends_context('lang', 'uid')
    def _compute_preview(self):
        for line in self:
            message = line.followup_id._preview_line(line)
            line.preview_position = message['position']
            line.preview_from = message['email_from']
            line.preview_to = message['email_to']
            line.preview_subject = message['subject']
            line.preview_body = message['body']
            line.preview_files = message['files']

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_preview(self):
        """Open a preview of the message of this deal."""
        self.ensure_one()
        self.followup_id.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Preview"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(self.env.ref('sales_deals.deal_followup_line_view_form').id, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'large'},
        }

    def action_next(self):
        """Open the preview of the next message; after the last, the first."""
        return self._get_neighbour('>', 'id').action_preview()

    def action_previous(self):
        """Open the preview of the previous message; before the first, the last."""
        return self._get_neighbour('<', 'id desc').action_preview()

    def action_take_out(self):
        """Send no messages for these deals."""
        self._check_may_be_chosen()
        # The lines are written by methods alone; the sender was checked.
        self.sudo().write({'is_removed': True, 'is_forced': False})
        self.followup_id._update_lines()
        return True

    def action_put_in(self):
        """Send messages for these deals, unless one can't be sent at all."""
        self._check_may_be_chosen()
        hard = self.filtered(lambda line: line.state == 'skipped' and not line.is_soft)
        if hard:
            labels = dict(self._fields['reason']._description_selection(self.env))
            raise UserError(
                self.env._(
                    "No message can be sent for “%(deal)s”: %(reason)s.",
                    deal=hard[0].lead_id.display_name,
                    reason=labels.get(hard[0].reason, ''),
                )
            )
        removed = self.filtered('is_removed')
        # As above.
        removed.sudo().write({'is_removed': False})
        (self - removed).sudo().write({'is_forced': True})
        self.followup_id._update_lines()
        return True

    def action_retry(self):
        """Send again what failed or was interrupted."""
        self.followup_id._check_is_sender()
        self._retry()
        return True

    def action_mark_sent(self):
        """Mark interrupted messages as sent."""
        self.followup_id._check_is_sender()
        lines = self.filtered(lambda line: line.state == 'interrupted')
        # As above.
        lines.sudo().write({'state': 'sent', 'failure': False, 'is_settled': False})
        lines.followup_id.sudo()._settle()
        return True

    def action_send_test(self):
        """Send this message to the user himself."""
        self.ensure_one()
        self.followup_id._check_is_sender()
        address = self.followup_id._send_test(self)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("A test message is on its way to %s.", address),
            },
        }

    def action_open_deal(self):
        """Open the deal."""
        self.ensure_one()
        return self.lead_id.get_formview_action()

    def _retry(self):
        """Let the job send these lines again.

        :raise UserError: when nothing of them can be tried again
        """
        lines = self.filtered(lambda line: line.state in ('failed', 'interrupted'))
        if not lines:
            raise UserError(self.env._("There is nothing to try again."))
        # Lines and progress are written by methods alone; the sender was checked.
        lines.sudo().write({'state': 'waiting', 'failure': False, 'is_settled': False})
        followups = lines.followup_id.sudo()
        followups.write(
            {'state': 'sending', 'next_on': fields.Datetime.now(), 'trouble': False, 'attempts': 0}
        )
        followups._trigger_job()

    def _forget_messages(self):
        """Delete messages that were prepared and not sent: remove them from the chatter."""
        messages = self.message_id
        self.message_id = False
        messages.unlink()

    def _get_neighbour(self, operator, order):
        self.ensure_one()
        siblings = [('followup_id', '=', self.followup_id.id), ('state', '!=', 'skipped')]
        found = self.search([*siblings, ('id', operator, self.id)], order=order, limit=1)
        return found or self.search(siblings, order=order, limit=1) or self

    def _check_may_be_chosen(self):
        """Check that recipients can still be changed.

        :raise UserError: when the follow-up has been launched
        """
        self.followup_id._check_may_be_changed()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Choose deals in their list to send a follow-up."))
        return super().create(vals_list)
