"""A step of a cadence on one deal: when it is due, and what became of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: What is still to be done, in some way.
OPEN = ('planned', 'awaiting', 'ready', 'sending')
#: What can still be taken back: nothing of it has been handed over.
UNDONE = ('planned', 'awaiting', 'ready')


class DealCadenceTask(models.Model):
    _name = 'deal.cadence.task'
    _description = "Step of a Deal's Cadence"
    _inherit = ['deal.record']
    _order = 'due_on, id'
    _rec_name = 'step_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    run_id = fields.Many2one(
        'deal.cadence.run',
        string="Cadence of a Deal",
        required=True,
        ondelete='cascade',
        readonly=True,
    )
    step_id = fields.Many2one(
        'deal.cadence.step', required=True, ondelete='restrict', index=True, readonly=True
    )
    lead_id = fields.Many2one(related='run_id.lead_id')
    user_id = fields.Many2one(related='run_id.user_id')
    cadence_id = fields.Many2one(related='run_id.cadence_id')
    email = fields.Char(related='run_id.email')
    kind = fields.Selection(related='step_id.kind')
    state = fields.Selection(
        [
            ('planned', "Planned"),
            ('awaiting', "Waits for what it follows on"),
            ('ready', "To read"),
            ('sending', "Being sent"),
            ('done', "Done"),
            ('skipped', "Left out"),
            ('failed', "Failed"),
            ('cancelled', "Cancelled"),
        ],
        string="Status",
        required=True,
        default='planned',
        readonly=True,
    )
    since = fields.Datetime(
        required=True, readonly=True, help="When the step before was done, or the cadence begun."
    )
    due_on = fields.Datetime(string="Due", readonly=True)
    send_until = fields.Datetime(
        readonly=True, help="What a mail server has not taken until then waits for another day."
    )
    done_on = fields.Datetime(string="Done", readonly=True)
    template_id = fields.Many2one(
        'mail.template', string="Text", ondelete='set null', index='btree_not_null', readonly=True
    )
    message_line_id = fields.Many2one(
        'deal.followup.line',
        string="Message",
        ondelete='set null',
        index='btree_not_null',
        readonly=True,
    )
    activity_id = fields.Many2one(
        'mail.activity', ondelete='set null', index='btree_not_null', readonly=True
    )
    subject = fields.Char(readonly=True, help="As its salesperson has changed it.")
    body = fields.Html(sanitize='email_outgoing', readonly=True)
    note = fields.Char(string="Why", readonly=True)

    _once = models.UniqueIndex("(run_id, step_id)", "A step is done once on each deal.")
    _due_index = models.Index("(due_on) WHERE state = 'planned'")
    _awaiting_index = models.Index("(id) WHERE state = 'awaiting'")
    _ready_index = models.Index("(run_id) WHERE state = 'ready'")

    @api.model
    def _get_open_states(self):
        return OPEN

    @api.model
    def _get_undone_states(self):
        return UNDONE

    # ------------------------------------------------------------
    # STATES
    # ------------------------------------------------------------

    def _cancel(self):
        """Take back what has not been handed to a mail server yet."""
        self._take_back_lines()
        self.filtered(lambda task: task.state in UNDONE).write({'state': 'cancelled'})

    def _hold_back(self):
        """Let steps wait again that were about to be done."""
        self._take_back_lines()
        ready = self.filtered(lambda task: task.state == 'ready')
        ready.write({'state': 'planned'})

    def _take_back_lines(self):
        """Keep messages from being sent that wait for the mail server; their steps wait again."""
        sending = self.filtered(lambda task: task.state == 'sending')
        if not sending:
            return
        self.env.flush_all()
        query = SQL(
            """
            UPDATE deal_followup_line SET state = 'skipped', reason = 'cancelled'
             WHERE id IN %s AND state = 'waiting' RETURNING id
            """,
            tuple(sending.message_line_id.ids) or (0,),
        )
        taken = {line_id for (line_id,) in self.env.execute_query(query)}
        back = sending.filtered(lambda task: task.message_line_id.id in taken)
        back.message_line_id.invalidate_recordset()
        back.message_line_id._forget_messages()
        back.write({'state': 'planned', 'message_line_id': False})

    def _note_why(self, tell):
        """Note why steps are as they are, each in the language of who signs its message.

        :param tell: function of an environment to a text
        """
        for lang, tasks in self.grouped(lambda task: task.user_id.lang or 'en_US').items():
            tasks.write({'note': tell(self.with_context(lang=lang).env)})

    def _settle(self, state, tell=None, done_on=None):
        """Note what became of steps, and plan what follows on them.

        :param str state: 'done', 'skipped' or 'failed'
        :param tell: why; see :meth:`_note_why`
        :param datetime done_on: from which the next step is counted; now by default
        """
        moment = done_on or fields.Datetime.now()
        self.write({'state': state, 'note': False, 'done_on': moment})
        if tell:
            self._note_why(tell)
        self._plan_next()

    def _plan_next(self):
        """Plan the steps that follow on these; where there is none, the cadence is done."""
        values = []
        finished = self.env['deal.cadence.run']
        going_on = self.filtered(lambda one: one.run_id.state in ('running', 'paused'))
        # Deals of one revision have the same steps.
        of_revision = going_on.grouped(lambda one: (one.cadence_id, one.run_id.revision))
        for tasks in of_revision.values():
            steps = tasks[:1].run_id._get_steps()
            for task in tasks:
                if step := task._get_next_step(steps):
                    values.append(task._prepare_next(step))
                else:
                    finished |= task.run_id
        finished._finish()
        self.create(values)._plan()

    def _get_next_step(self, steps):
        """Return the step after this one.

        :param steps: those of the revision of the cadence that the deal runs by
        """
        done = self.run_id.task_ids.step_id
        lineage = done.mapped('origin_id') | done
        place = (self.step_id.sequence, self.step_id._get_lineage().id)
        return steps.filtered(
            lambda step: (
                (step.sequence, step._get_lineage().id) > place
                and step._get_lineage() not in lineage
                and step not in done
            )
        ).sorted(lambda step: (step.sequence, step._get_lineage().id))[:1]

    def _prepare_next(self, step):
        return {
            'run_id': self.run_id.id,
            'step_id': step.id,
            'since': self.done_on,
            'template_id': step._pick_template(self.run_id).id,
        }

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def _check_is_signed_by_user(self):
        """Check that nobody sends or changes what somebody else signs.

        :raise AccessError: for anybody else
        """
        others = self.filtered(lambda task: task.user_id != self.env.user)
        if others:
            raise AccessError(
                self.env._(
                    "%s signs this message: only that person sends or changes it. You may skip it, "
                    "or stop the cadence.",
                    others[0].user_id.name,
                )
            )

    def _check_is_ready(self):
        """Check that messages wait to be read.

        :raise UserError: if one does not, with the reason
        """
        for task in self:
            if obstacle := task._get_obstacle():
                name = f'{task.lead_id.display_name}: ' if len(self) > 1 else ''
                raise UserError(name + obstacle)

    def _get_obstacle(self):
        """Return why a message is not to be sent any more, in words; '' where it waits."""
        self.ensure_one()
        run = self.run_id
        reason = dict(run._fields['reason']._description_selection(self.env)).get(run.reason, '')
        if run.state == 'stopped':
            return self.env._("This message is not sent any more: %s.", reason)
        if run.state == 'paused':
            return self.env._("The cadence is paused: %s. Let it go on first.", reason)
        if self.state in ('sending', 'done'):
            return self.env._("This message has been sent already.")
        if self.state not in ('ready', 'planned'):
            return self.env._("This message does not wait to be sent any more.")
        return ''

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Choose deals in their list to begin a cadence."))
        return super().create(vals_list)
