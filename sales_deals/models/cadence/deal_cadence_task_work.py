"""The job that does what is due of cadences: one worker at a time, each step once.

A step's row says what became of it, and is unique for its deal; it is written in the transaction
that does the step. Messages go by the job of follow-ups, whose journal says what a mail server has
taken.
"""

import logging
from contextlib import contextmanager
from functools import partial

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models, modules
from odoo.tools import SQL

from ..company.mail_failure import describe_error
from . import deal_cadence_task  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

#: Steps that are done in one transaction.
BATCH = 500
#: The key of our advisory lock in the database.
LOCK = 0x5DF1


class DealCadenceTask(models.Model):
    _inherit = 'deal.cadence.task'

    @api.model
    def _cron_work(self):
        """Do what is due, batch after batch, as long as the job may run."""
        with self._reserve() as is_ours:
            if not is_ours:
                return
            self._wake()
            is_time_left = True
            while is_time_left and (tasks := self._get_due_tasks()):
                is_time_left = tasks._work_unless_changed()
        self._schedule_next()

    @api.model
    def _get_due_tasks(self, limit=BATCH):
        domain = [
            ('state', '=', 'planned'),
            ('due_on', '<=', fields.Datetime.now()),
            ('run_id.state', '=', 'running'),
        ]
        return self.search(domain, order='due_on, id', limit=limit)

    @api.model
    def _wake(self):
        """Plan the steps whose event has come."""
        last_id = 0
        domain = [('state', '=', 'awaiting'), ('run_id.state', '=', 'running')]
        while tasks := self.search([*domain, ('id', '>', last_id)], order='id', limit=BATCH):
            last_id = tasks[-1].id
            found = tasks._get_bases()
            tasks.filtered(lambda task, found=found: task.id in found)._plan()
            self._commit()

    @api.model
    def _report_progress(self, done):
        """Commit, and tell the scheduler how far the job is.

        :return: whether the job has time left
        """
        self.env.flush_all()
        remaining = len(self._get_due_tasks())
        is_time_left = bool(self.env['ir.cron']._commit_progress(done, remaining=remaining))
        self.env.invalidate_all()
        return is_time_left

    @api.model
    def _schedule_next(self):
        """Trigger the job for the next step that is due."""
        domain = [('state', '=', 'planned'), ('run_id.state', '=', 'running')]
        following = self.search(domain, order='due_on, id', limit=1)
        if following:
            self._trigger_job(max(following.due_on, fields.Datetime.now()))

    @api.model
    def _trigger_job(self, at=None):
        # Users have no rights on the job; that it looks at the cadences harms nobody.
        self.env.ref('sales_deals.ir_cron_deal_cadence').sudo()._trigger(at)

    @api.model
    @contextmanager
    def _reserve(self):
        """Keep other workers away; the lock of a killed one is free at once.

        :return: whether it is ours
        """
        with self.env.registry.cursor() as guard:
            guard.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))
            yield guard.fetchone()[0]

    @api.model
    def _commit(self):
        """Commit, so that a killed worker leaves the truth behind; tests roll back."""
        self.env.flush_all()
        if not modules.module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    # The steps of a batch

    def _work_unless_changed(self):
        """Do these steps; where somebody has just changed one of them, look at all anew.

        :return: whether the job has time left
        """
        done = len(self)
        try:
            self._work()
            self.env.flush_all()
        except TransactionRollbackError:
            self.env.cr.rollback()
            done = 0
        return self._report_progress(done)

    def _work(self):
        """Do these steps, unless there is a reason against them."""
        going_on = self.run_id._heed()
        tasks = self.filtered(lambda task: task.run_id in going_on)._keep_times()
        for kind, of_kind in tasks.grouped('kind').items():
            of_kind._work_safely(getattr(type(self), f'_work_{kind}'))

    def _work_safely(self, work):
        """Do steps of one kind; one for which that can't be done does not stop the others."""
        try:
            with self.env.cr.savepoint():
                work(self)
                self.env.flush_all()
        except TransactionRollbackError:
            # Somebody else's change at the same moment is no fault of the step.
            raise
        except Exception as error:  # whatever an activity's type, or another addon, may raise
            self.env.invalidate_all()
            if len(self) > 1:
                for task in self:
                    task._work_safely(work)
                return
            _logger.warning("Step %s of a cadence could not be done", self.id, exc_info=True)
            self._settle('failed', partial(describe_error, error=error))

    def _work_message(self):
        """Let messages wait for who signs them, or hand them over."""
        asking = self.filtered(lambda task: task.cadence_id.reading == 'ask')
        asking.write({'state': 'ready'})
        (self - asking)._hand_over()

    def _work_activity(self):
        """Plan the activities, for the salespeople of the deals."""
        activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
        planned = activities.create([task._prepare_activity() for task in self])
        for task, activity in zip(self, planned, strict=True):
            task.activity_id = activity
        self._settle('done')

    def _prepare_activity(self):
        """Prepare the activity of a step.

        :return: dictionary for ``mail.activity.create``
        """
        user = self.lead_id.user_id or self.user_id
        step = self.step_id.with_context(lang=user.lang)
        return {
            'activity_type_id': step.activity_type_id.id,
            'summary': step.summary or step.activity_type_id.summary,
            'note': step.activity_type_id.default_note,
            'user_id': user.id,
            'date_deadline': fields.Date.context_today(self.with_user(user)),
            'res_model_id': self.env['ir.model']._get_id('crm.lead'),
            'res_id': self.lead_id.id,
            'automated': True,
        }

    def _work_condition(self):
        """Go on where the condition holds; elsewhere end, or leave out the next step."""
        held = self.filtered(lambda task: task._holds())
        held._settle('done')
        ending = (self - held).filtered(lambda task: task.step_id.otherwise == 'end')
        ending.write({'state': 'done', 'done_on': fields.Datetime.now()})
        ending.run_id._stop('condition')
        for task in self - held - ending:
            task._leave_out_next()

    def _leave_out_next(self):
        """Leave out the step that follows on a condition that did not hold."""
        self.write({'state': 'done', 'done_on': fields.Datetime.now()})
        step = self._get_next_step(self.run_id._get_steps())
        if not step:
            self.run_id._finish()
            return
        left_out = self.create(self._prepare_next(step))
        left_out._settle('skipped', lambda env: env._("The condition before it did not hold."))

    def _holds(self):
        """Return whether the condition of a step holds for its deal."""
        self.ensure_one()
        step, lead = self.step_id, self.lead_id
        match step.condition:
            case 'in_stage':
                return lead.stage_id in step.condition_stage_ids
            case 'not_in_stage':
                return lead.stage_id not in step.condition_stage_ids
            case 'has_offer':
                return bool(lead.deal_open_offer_id)
            case 'has_activity':
                # What the cadence itself has planned, or what cadences ask, is nobody's.
                planned = lead.activity_ids - self.run_id.task_ids.activity_id
                return bool(planned.filtered(lambda one: not one.deal_cadence_run_id))
            case _:
                has_opened = bool(self._get_moments('offer_opened', lead))
                return has_opened == (step.condition == 'opened')
