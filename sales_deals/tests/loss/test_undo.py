"""What was done to deals is undone by the message that tells of it, and nothing else with it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.state import deal_undo
from .test_loss import LossCase

#: Tables that losing and suspending change.
TABLES = ('crm_lead', 'mail_activity', 'deal_loss', 'deal_competitor')
UNCOMPARED = ('write_date', 'write_uid')


@tagged('post_install', '-at_install')
class TestUndo(LossCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deals.company_id = cls.company
        cls.second.user_id = cls.salesman
        cls.rested = cls._create_deal(name="Rested", user_id=cls.salesman.id, probability=30)
        cls.rested._suspend(fields.Date.today() + timedelta(days=8), "Budget")
        cls.plain = cls._create_deal(name="Plain", user_id=cls.salesman.id)
        cls.env.flush_all()
        # As Odoo leaves it where nothing has been learned yet.
        cls.env.cr.execute(
            SQL("UPDATE crm_lead SET probability = NULL WHERE id = %s", cls.plain.id)
        )
        cls.env.invalidate_all()
        cls.deals |= cls.rested | cls.plain
        cls.company.deal_activities_lost = 'cancel'
        cls.company.deal_activities_suspended = 'move'
        for deal in cls.deals:
            deal.activity_schedule(
                'mail.mail_activity_data_todo', summary="Ask", user_id=cls.salesman.id
            )
        cls.rivals = cls.env['deal.competitor'].create(
            [{'lead_id': deal.id, 'name': "Rival"} for deal in cls.deals[:2]]
        )

    def _read(self):
        self.env.flush_all()
        rows = {}
        for table in TABLES:
            query = SQL("SELECT id, to_jsonb(t) FROM %s AS t", SQL.identifier(table))
            rows[table] = {
                row_id: {name: row[name] for name in row.keys() - set(UNCOMPARED)}
                for row_id, row in self.env.execute_query(query)
            }
        return rows

    def _lose_by_window(self, deals=None, **values):
        deals = (self.deals if deals is None else deals).with_user(self.salesman)
        values = {'lead_ids': deals.ids, 'lost_reason_id': self.reason.id, **values}
        return deals.env['crm.lead.lost'].create(values).action_lost_reason_apply()

    def _suspend_by_window(self, deals=None):
        deals = (self.deals if deals is None else deals).with_user(self.salesman)
        values = {'lead_ids': deals.ids, 'until': fields.Date.today() + timedelta(days=30)}
        return deals.env['deal.suspend'].create(values).action_apply()

    def _get_undo(self, action, user=None):
        undo = action['effect']['undo']
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[undo['model']].with_user(user or self.salesman).browse(undo['ids'])

    def _undo(self, action, user=None):
        getattr(self._get_undo(action, user), action['effect']['undo']['method'])()
        self.env.invalidate_all()

    def test_everything_is_as_it_was(self):
        acts = {
            'lost': self._lose_by_window,
            'lost to a rival': lambda: self._lose_by_window(
                self.deal,
                lost_reason_id=self.rival.id,
                deal_competitor_id=self.rivals[0].id,
                deal_competitor_price=30,
            ),
            'lost to somebody new': lambda: self._lose_by_window(
                self.deal,
                lost_reason_id=self.rival.id,
                deal_competitor_partner_id=self.env.company.partner_id.id,
            ),
            'suspended': self._suspend_by_window,
        }
        for name, act in acts.items():
            with self.subTest(name):
                before = self._read()
                action = act()
                self.assertNotEqual(self._read(), before)
                notes = len(self.deal.message_ids)
                self._undo(action)
                after = self._read()
                for table in TABLES:
                    self.assertEqual(after[table], before[table], table)
                self.assertEqual(len(self.deal.message_ids), notes + 1)
                self.assertIn("Undone", self.deal.message_ids[0].body)

    def test_what_odoo_has_learned_is_as_it_was(self):
        def read():
            self.env.flush_all()
            rows = self.env['crm.lead.scoring.frequency'].search([])
            return {(r.team_id.id, r.variable, r.value): (r.won_count, r.lost_count) for r in rows}

        self._lose_by_window(self.second)
        before = read()
        self._undo(self._lose_by_window(self.deal))
        self.assertEqual({key: read().get(key) for key in before}, before)

    def test_what_came_after_is_kept(self):
        action = self._lose_by_window()
        self.second.with_user(self.salesman).action_restore()
        with self.assertRaisesRegex(UserError, "Second"):
            self._undo(action)
        self.assertEqual(self.deal.deal_state, 'lost')
        action = self._lose_by_window(self.second)
        later = self.second.activity_schedule('mail.mail_activity_data_todo', summary="Later")
        self.second.phone = '+48 600 000 000'
        self._undo(action)
        self.assertEqual(self.second.deal_state, 'open')
        self.assertEqual(self.second.phone, '+48 600 000 000')
        self.assertIn(later, self.second.activity_ids)

    def test_a_later_loss_for_the_same_reason_is_not_undone(self):
        lead = self.deal.with_user(self.salesman).with_context(tracking_disable=False)
        for lose, restore in (
            (self._lose_by_window, lead.action_restore),
            (self._suspend_by_window, lead.action_deal_resume),
        ):
            with self.subTest(lose.__name__):
                undo = self._get_undo(lose(self.deal))
                before = fields.Datetime.now() - timedelta(hours=1)
                query = SQL("UPDATE deal_undo SET create_date = %s WHERE id = %s", before, undo.id)
                self.env.cr.execute(query)
                self.env.invalidate_all()
                restore()
                self.env.flush_all()
                self.env.cr.flush()
                undo_again = self._get_undo(lose(self.deal))
                with self.assertRaisesRegex(UserError, "changed since"):
                    undo.action_undo()
                undo_again.action_undo()

    def test_it_is_undone_once_and_soon(self):
        action = self._lose_by_window(self.deal)
        undo = self._get_undo(action)
        undo.action_undo()
        with self.assertRaisesRegex(UserError, "undone already"):
            undo.action_undo()
        action = self._lose_by_window(self.deal)
        undo = self._get_undo(action)
        later = fields.Datetime.now() - deal_undo.KEPT - timedelta(minutes=1)
        self.env.cr.execute(
            SQL("UPDATE deal_undo SET create_date = %s WHERE id = %s", later, undo.id)
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "too long ago"):
            undo.action_undo()
        self.env['deal.undo']._gc_undo()
        self.assertFalse(undo.exists())

    def test_deleted_deals_are_said(self):
        action = self._lose_by_window()
        self.second.unlink()
        with self.assertRaisesRegex(UserError, "deleted"):
            self._undo(action)

    def test_nobody_else_undoes_it_nor_reads_it(self):
        action = self._lose_by_window(self.deal)
        for user in (self.manager, self.salesman_all, self.stranger, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._undo(action, user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get_undo(action, user).read(['journal'])
        own = self._get_undo(action)
        for attempt in (
            lambda: own.read(['journal']),
            lambda: own.write({'journal': {}}),
            lambda: own.create({'journal': {'crm_lead': {}}}),
            lambda: own.copy(),
            lambda: own.unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_who_lost_the_right_to_the_deal_does_not_undo_it(self):
        action = self._lose_by_window(self.deal)
        self.deal.user_id = self.manager
        with self.assertRaises(AccessError):
            self._undo(action)

    def test_of_too_many_deals_nothing_is_noted(self):
        self.patch(deal_undo, 'MOST', 1)
        self.assertNotIn('effect', self._suspend_by_window())
        self.assertNotIsInstance(self._lose_by_window(), dict)

    def test_dates_of_the_loss_go(self):
        with freeze_time('2026-01-05'):
            action = self._lose_by_window(self.deal)
            self.assertTrue(self.deal.date_closed)
            self._undo(action)
        self.assertFalse(self.deal.date_closed)
        self.assertFalse(self.deal.deal_loss_ids)
