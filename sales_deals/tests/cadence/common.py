"""Fixtures of the tests of cadences."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.addons.mail.tests.common import MockEmail
from odoo.tests import freeze_time

from ..common import FollowupCase

#: A Monday, ten o'clock in the time zone of the tests' company.
MONDAY = datetime(2026, 11, 30, 10, 0)


class CadenceCase(FollowupCase, MockEmail):
    """A cadence of a message, a call and another message, on two deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = 'UTC'
        cls.salesman.tz = 'UTC'
        cls.call = cls.env.ref('sales_deals.activity_type_offer_call')
        cls.cadence = cls._make_cadence()

    @classmethod
    def _make_cadence(cls, steps=None, **values):
        return cls.env['deal.cadence'].create(
            {
                'name': "After an offer",
                'reading': 'auto',
                'step_ids': [Command.create(step) for step in steps or cls._prepare_steps()],
                **values,
            }
        )

    @classmethod
    def _prepare_steps(cls):
        message = {'kind': 'message', 'template_id': cls.mail_template.id}
        return [
            {**message, 'sequence': 1, 'wait': 0},
            {
                'kind': 'activity',
                'activity_type_id': cls.call.id,
                'summary': "Call",
                'sequence': 2,
                'wait': 3,
            },
            {**message, 'sequence': 3, 'wait': 4, 'thread': 'reply'},
        ]

    def setUp(self):
        super().setUp()
        self._at(MONDAY)

    def _at(self, moment):
        """Let it be a moment, until the next one or the end of the test."""
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
        self._set_now(moment)

    def _set_now(self, moment):
        now = patch.object(type(self.env.cr), 'now', lambda _cursor: moment)
        now.start()
        self.addCleanup(now.stop)

    def _begin(self, leads=None, cadence=None, user=None):
        """Begin a cadence.

        :return: the runs
        """
        leads = (self.leads if leads is None else leads).with_user(user or self.salesman)
        runs = leads.env['deal.cadence.run']
        found, self.reasons = runs._enrol((cadence or self.cadence).with_env(leads.env), leads)
        return found

    def _work(self, moment=None):
        """Run the jobs, at a moment.

        :return: the mails that went
        """
        if moment:
            self._at(moment)
        with self.mock_mail_gateway():
            with patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60.0):
                self.env['deal.cadence.task']._cron_work()
            self._run_job()
            return list(self._mails)

    def _go_through(self, days):
        """Run the jobs every hour for some days.

        :return: list of (moment, mail)
        """
        sent = []
        for hour in range(24 * days):
            moment = MONDAY + timedelta(hours=hour)
            sent += [(moment, mail) for mail in self._work(moment)]
        return sent
