"""Dialogue in which a salesperson reads a message of a cadence, changes and sends it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class DealCadenceLetter(models.TransientModel):
    _name = 'deal.cadence.letter'
    _description = "Message of a Cadence"
    _inherit = ['deal.dialogue']

    task_id = fields.Many2one('deal.cadence.task', required=True, readonly=True, ondelete='cascade')
    lead_id = fields.Many2one(related='task_id.lead_id')
    user_id = fields.Many2one(related='task_id.user_id')
    due_on = fields.Datetime(related='task_id.due_on')
    obstacle = fields.Char(string="Why Not", compute='_compute_obstacle')
    is_mine = fields.Boolean(compute='_compute_is_mine')
    email_from = fields.Char(string="Message From", readonly=True)
    email_to = fields.Char(string="Message To", readonly=True)
    files = fields.Char(string="Attached Files", readonly=True)
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize='email_outgoing')
    html = fields.Html(string="As It Arrives", sanitize='email_outgoing', readonly=True)
    given_subject = fields.Char(readonly=True)
    given_body = fields.Html(sanitize='email_outgoing', readonly=True)

    @api.depends_context('uid')
    @api.depends('task_id')
    def _compute_is_mine(self):
        for letter in self:
            letter.is_mine = letter.user_id == self.env.user

    @api.depends('task_id.state', 'task_id.run_id.state')
    @api.depends_context('lang')
    def _compute_obstacle(self):
        for letter in self:
            letter.obstacle = letter.task_id._get_obstacle()

    @api.model_create_multi
    def create(self, vals_list):
        """Render the messages as they will arrive."""
        letters = super().create(vals_list)
        composed = letters.task_id._compose()
        for letter in letters:
            text = composed[letter.task_id.id]
            given = {'given_subject': text['subject'], 'given_body': text['body']}
            letter.write({**text, **given})
        return letters

    def action_save(self):
        """Keep the text as it was changed, for when it is due."""
        self._save()
        return {'type': 'ir.actions.act_window_close'}

    def action_send(self):
        """Send the message now, and open the next one that waits to be read."""
        self._save()
        following = self._get_next()
        told = self.task_id.action_send()
        after = following.action_read() if following else {'type': 'ir.actions.act_window_close'}
        if told is True:
            return after
        return {**told, 'params': {**told['params'], 'next': after}}

    def action_skip(self):
        """Leave this message out, and open the next one that waits to be read."""
        following = self._get_next()
        self.task_id.action_skip()
        return following.action_read() if following else {'type': 'ir.actions.act_window_close'}

    def action_next(self):
        """Open the next message that waits to be read."""
        following = self._get_next()
        if not following:
            raise UserError(self.env._("There is no other message."))
        return following.action_read()

    def action_stop(self):
        """End the cadence on this deal."""
        self.task_id.action_stop()
        return {'type': 'ir.actions.act_window_close'}

    def _save(self):
        """Keep what was changed.

        :raise AccessError: if somebody else signs the message
        """
        self.ensure_one()
        changed = (self.subject, self.body) != (self.given_subject, self.given_body)
        if changed:
            self.task_id._check_is_signed_by_user()
            self.task_id._check_is_ready()
            # Steps are written by methods alone; who signs it was checked.
            self.task_id.sudo().write({'subject': self.subject, 'body': self.body})

    def _get_next(self):
        """Return the next message of the user's list: of what waits to be read, or goes next."""
        task = self.task_id
        waiting = [('state', '=', 'ready'), ('user_id', '=', self.env.uid)]
        if task.state == 'planned':
            waiting = [('goes_next', '=', True)]
            if not task.lead_id._is_sales_manager():
                waiting.append(('user_id', '=', self.env.uid))
        tasks = task.search([*waiting, ('id', '!=', task.id)])
        later = tasks.filtered(lambda one: (one.due_on, one.id) > (task.due_on, task.id))
        return (later or tasks)[:1]

    def _get_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Message"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'large'},
        }
