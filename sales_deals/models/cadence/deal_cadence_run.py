"""A deal in a cadence: to whom it writes, how far it is, and why it has ended."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: States of deals that go on, or may.
ALIVE = ('running', 'paused')
#: Reasons that pause a cadence until somebody, or the deal, lets it go on.
PAUSES = ('suspended', 'salesperson', 'away', 'failed', 'by_hand')


class DealCadenceRun(models.Model):
    _name = 'deal.cadence.run'
    _description = "Cadence of a Deal"
    _inherit = ['deal.record']
    _order = 'id desc'
    _rec_name = 'cadence_id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cadence_id = fields.Many2one(
        'deal.cadence',
        required=True,
        ondelete='restrict',
        index=True,
        readonly=True,
        context={'active_test': False},
    )
    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        ondelete='cascade',
        index=True,
        readonly=True,
        context={'active_test': False},
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    user_id = fields.Many2one(
        'res.users',
        string="Signed by",
        required=True,
        readonly=True,
        index=True,
        help="In whose name the messages are.",
    )
    partner_id = fields.Many2one(
        'res.partner', string="Contact", index='btree_not_null', readonly=True
    )
    email = fields.Char(string="Address", required=True, readonly=True)
    revision = fields.Integer(required=True, readonly=True)
    place = fields.Integer(
        string="Place in the Cadence",
        readonly=True,
        help="Which deal of the cadence it is, in the order in which they began: texts take turns.",
    )
    absent_until = fields.Date(
        string="Client Away until",
        readonly=True,
        help="The day on which the client is back, as an automatic reply says.",
    )
    state = fields.Selection(
        [
            ('running', "Running"),
            ('paused', "Paused"),
            ('done', "Done"),
            ('stopped', "Stopped"),
        ],
        string="Status",
        required=True,
        default='running',
        readonly=True,
    )
    reason = fields.Selection(
        [
            ('replied', "The client replied"),
            ('colleague', "A colleague of the client replied"),
            ('asked', "The client asked a question"),
            ('accepted', "The client accepted"),
            ('declined', "The client declined"),
            ('meeting', "A meeting is planned"),
            ('won', "Won"),
            ('lost', "Lost"),
            ('reopened', "The deal goes on"),
            ('archived', "Archived"),
            ('merged', "Merged into another deal"),
            ('stage', "Another stage"),
            ('opted_out', "Opted out of follow-ups"),
            ('blacklisted', "Blacklisted address"),
            ('bounced', "The address does not work"),
            ('internal', "Address of a colleague"),
            ('no_access', "The salesperson may not change the deal"),
            ('condition', "A condition did not hold"),
            ('twice', "In this cadence by another deal"),
            ('by_hand', "By hand"),
            ('suspended', "Suspended"),
            ('salesperson', "Another salesperson"),
            ('away', "The salesperson is away"),
            ('failed', "A message could not be sent"),
        ],
        readonly=True,
    )
    begun_on = fields.Datetime(string="Begun", required=True, readonly=True)
    seen_message_id = fields.Integer(
        readonly=True, help="The client's last message when it began: later ones are replies."
    )
    stage_id = fields.Many2one(
        'crm.stage', string="Begun in", readonly=True, index='btree_not_null'
    )
    ended_on = fields.Datetime(string="Ended", readonly=True)
    task_ids = fields.One2many('deal.cadence.task', 'run_id', readonly=True)
    task_id = fields.Many2one('deal.cadence.task', string="Next Step", compute='_compute_task_id')
    due_on = fields.Datetime(string="Due", compute='_compute_task_id')

    _one_alive = models.UniqueIndex(
        "(cadence_id, lead_id) WHERE state IN ('running', 'paused')",
        "This deal is in the cadence already.",
    )
    _one_person = models.UniqueIndex(
        "(cadence_id, email) WHERE state IN ('running', 'paused')",
        "This person is in the cadence already, by another deal.",
    )
    _place_index = models.Index("(cadence_id, place)")
    _alive_index = models.Index("(lead_id) WHERE state IN ('running', 'paused')")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('task_ids.state', 'task_ids.due_on')
    def _compute_task_id(self):
        for run in self:
            tasks = run.task_ids.filtered(lambda task: task.state in task._get_open_states())
            run.task_id = tasks[:1]
            run.due_on = run.task_id.due_on

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_stop(self):
        """End the cadence on these deals."""
        self._check_may_be_changed()
        self.filtered(lambda run: run.state in ALIVE)._stop('by_hand')
        return True

    def action_pause(self):
        """Let the cadence rest on these deals until somebody lets it go on."""
        self._check_may_be_changed()
        self.filtered(lambda run: run.state == 'running')._pause('by_hand')
        return True

    def action_resume(self):
        """Let the cadence go on, in the name of the deal's salesperson as it is now."""
        self._check_may_be_changed()
        paused = self.filtered(lambda run: run.state == 'paused')
        if not paused:
            raise UserError(self.env._("Only a paused cadence can go on."))
        paused._check_may_sign()
        paused._sign_anew()
        paused._resume()
        return True

    def action_open_deal(self):
        """Open the deal."""
        self.ensure_one()
        return self.lead_id.get_formview_action()

    def _describe(self, labels):
        """Return what a deal's panel shows; see ``crm.lead._describe_cadences``.

        :param dict labels: reasons in words
        """
        task = self.task_id
        return {
            'id': self.id,
            'name': self.cadence_id.name,
            'state': self.state,
            'reason': labels.get(self.reason, ''),
            'step': task.display_name if task else '',
            'due': fields.Datetime.to_string(task.due_on) or False,
            'message_id': task.id if task.state == 'ready' else False,
        }

    # ------------------------------------------------------------
    # STATES
    # ------------------------------------------------------------

    def _stop(self, reason):
        """End the cadence: what was not handed to a mail server stays unsent.

        :param str reason: one of ``reason``
        """
        self._end('stopped', reason)
        self._note_end(reason)

    def _finish(self):
        """End the cadence: all its steps are done."""
        self._end('done', False)

    def _end(self, state, reason):
        # The caller has checked the user, or it follows from what happened to the deal.
        runs = self.sudo()
        runs.task_ids._cancel()
        runs._take_back_questions()
        runs.write({'state': state, 'reason': reason, 'ended_on': fields.Datetime.now()})
        if state == 'stopped':
            runs.lead_id._refresh_open_forms()

    def _pause(self, reason):
        runs = self.sudo()
        runs.task_ids._hold_back()
        runs.write({'state': 'paused', 'reason': reason})
        runs._ask()
        runs.lead_id._refresh_open_forms()

    def _sign_anew(self):
        """Let the salespeople of the deals sign the messages, as they have agreed to."""
        # The caller has checked the user.
        for run in self.sudo():
            run.user_id = run._get_signer()

    def _get_signer(self):
        """Return who signs the messages if the cadence goes on now."""
        return self.lead_id.user_id or self.user_id

    def _resume(self):
        """Let the cadence go on; what fell due meanwhile is due now."""
        runs = self.sudo()
        runs._take_back_questions()
        runs.write({'state': 'running', 'reason': False})
        runs.task_ids.filtered(lambda task: task.state == 'planned')._move_on()
        runs.task_ids._trigger_job()
        runs.lead_id._refresh_open_forms()

    def _take_address(self, email, partner):
        """Follow a client to another address; end the cadence where its person is in it already."""
        self.ensure_one()
        if self.state not in ALIVE:
            return
        if self._get_people_in(self.cadence_id, [email]):
            self._stop('twice')
        else:
            self.write({'email': email, 'partner_id': partner.id})

    def _move_to_revision(self, revision):
        """Let these deals go on by the steps of another revision of their cadence."""
        for run in self:
            run.revision = revision
            waiting = run.task_ids.filtered(lambda task: task.state in task._get_undone_states())
            by_lineage = {step._get_lineage(): step for step in run._get_steps()}
            if step := by_lineage.get(waiting.step_id._get_lineage()):
                waiting.write({'step_id': step.id, 'template_id': step._pick_template(run).id})
                waiting._plan()
            elif waiting:
                waiting.write({'state': 'cancelled', 'done_on': waiting.since})
                waiting._plan_next()

    def _note_end(self, reason):
        """Say on the deals why the client gets no more messages."""
        labels = self._fields['reason']._description_selection
        for run in self.sudo():
            lang = run.user_id.lang or 'en_US'
            env = run.with_context(lang=lang).env
            run.lead_id._message_log(
                body=env._(
                    "Cadence “%(cadence)s” stopped: %(reason)s.",
                    cadence=run.with_env(env).cadence_id.name,
                    reason=dict(labels(env)).get(reason, reason),
                ),
                author_id=env.ref('base.partner_root').id,
            )

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def _get_steps(self):
        """Return the steps by which a deal runs: those of the revision in which it began."""
        self.ensure_one()
        steps = self.cadence_id.with_context(active_test=False)
        return self.env['deal.cadence.step'].search(
            [
                ('cadence_id', '=', steps.id),
                ('revision_from', '<=', self.revision),
                '|',
                ('revision_to', '=', 0),
                ('revision_to', '>', self.revision),
            ]
        )

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def _check_may_be_changed(self):
        """Check that the user may change the deals of these cadences.

        :raise AccessError: if not
        """
        self.check_access('read')
        self.lead_id.check_access('write')

    def _check_may_sign(self):
        """Check that nobody begins messages in somebody else's name but a manager.

        :raise AccessError: if the user neither signs the messages nor is a sales manager
        """
        for run in self:
            signer = run._get_signer()
            if signer != self.env.user and not run.lead_id._is_sales_manager():
                raise AccessError(
                    self.env._(
                        "Messages about “%(deal)s” are signed by %(user)s: only that person, or a "
                        "sales manager, may begin them.",
                        deal=run.lead_id.display_name,
                        user=signer.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Choose deals in their list to begin a cadence."))
        return super().create(vals_list)
