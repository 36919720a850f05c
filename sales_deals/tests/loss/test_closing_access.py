from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .test_loss import LossCase


@tagged('post_install', '-at_install')
class TestFollowUpAccess(LossCase):
    """Deals that a user may not see are not lost, suspended or taken up by him, by any call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.until = fields.Date.today() + timedelta(days=5)
        values = {'user_id': cls.manager.id, 'company_id': cls.company.id, 'probability': 30}
        cls.open, cls.lost, cls.suspended = (
            cls._create_deal(name=name, **values) for name in ("Open", "Lost", "Suspended")
        )
        cls.lost.action_set_lost(lost_reason_id=cls.reason.id)
        cls.suspended._suspend(cls.until)
        cls.others = cls.open | cls.lost | cls.suspended
        cls.activity = cls.open.activity_schedule(
            'mail.mail_activity_data_call', user_id=cls.manager.id
        )

    def _call(self, user, model, method, *args, **kwargs):
        """Call a method as a client does."""
        return call_kw(self.env[model].with_user(user), method, list(args), kwargs)

    def _apply(self, user, wizard, values, method='action_apply'):
        [wizard_id] = self._call(user, wizard, 'create', [values])
        return self._call(user, wizard, method, [wizard_id])

    def _get_calls(self, user):
        """Return what a client of the user may try: name -> call."""
        opened, lost, suspended = self.open.ids, self.lost.ids, self.suspended.ids
        losing = {'lost_reason_id': self.reason.id}
        calls = {
            'lose': ('action_set_lost', opened, losing),
            'lose by writing': (
                'write',
                opened,
                {'vals': {'active': False, 'probability': 0, **losing}},
            ),
            'archive': ('action_archive', opened, {}),
            'restore': ('action_restore', lost, {}),
            'restore lost ones': ('action_deal_restore_lost', lost, {}),
            'unarchive': ('action_unarchive', lost, {}),
            'suspend by writing': (
                'write',
                opened,
                {'vals': {'deal_is_suspended': True, 'deal_suspended_until': str(self.until)}},
            ),
            'resume': ('action_deal_resume', suspended, {}),
        }
        wizards = {
            'dialogue of losing': (
                'crm.lead.lost',
                {'lead_ids': opened, **losing},
                'action_lost_reason_apply',
            ),
            'dialogue of suspending': (
                'deal.suspend',
                {'lead_ids': opened, 'until': str(self.until)},
                'action_apply',
            ),
            'win-back offer': ('deal.win.back', {'lead_id': lost[0]}, 'action_apply'),
            'dialogue of done activities': (
                'deal.activity.done',
                {'activity_ids': self.activity.ids},
                'action_apply',
            ),
        }
        return {
            **{
                name: lambda call=call: self._call(user, 'crm.lead', call[0], call[1], **call[2])
                for name, call in calls.items()
            },
            **{
                name: lambda wizard=wizard: self._apply(user, *wizard)
                for name, wizard in wizards.items()
            },
        }

    def test_no_call_changes_a_deal_that_the_user_does_not_see(self):
        for user in (self.salesman, self.stranger, self.employee, self.portal, self.public):
            for name, call in self._get_calls(user).items():
                with self.subTest(user.login, call=name):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        call()
                    self.env.invalidate_all()
                    self.assertEqual(
                        self.others.mapped('deal_state'), ['open', 'lost', 'suspended']
                    )
                    self.assertTrue(self.activity.active)

    def test_who_sees_all_deals_may(self):
        for user in (self.salesman_all, self.manager):
            calls = self._get_calls(user)
            for name in set(calls) - {'win-back offer'}:
                with self.subTest(user.login, call=name), self.cr.savepoint() as savepoint:
                    calls[name]()
                    savepoint.rollback()
                    self.env.invalidate_all()

    def test_what_follows_by_itself_is_called_by_nobody(self):
        inner = ('_suspend', '_end_suspension', '_cron_resume', '_record_losses', '_end_losses')
        for method in (*inner, '_cancel_activities', '_move_activities'):
            with self.subTest(method), self.assertRaises(AccessError):
                self._call(self.manager, 'crm.lead', method, self.open.ids)
