from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import DealCase


class LossCase(DealCase):
    """Deals of two teams, one with a probability that somebody has set, and two reasons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env['crm.lost.reason'].create(
            {'name': "Too dear", 'deal_category': 'price', 'deal_win_back_days': 30}
        )
        cls.rival = cls.env['crm.lost.reason'].create(
            {'name': "Rival", 'deal_category': 'competitor'}
        )
        cls.stages = cls.process_a.stage_ids.sorted()
        cls.deal = cls._create_deal(
            name="First",
            team_id=cls.team_a.id,
            user_id=cls.salesman.id,
            stage_id=cls.stages[1].id,
            expected_revenue=500,
            probability=40,
        )
        cls.second = cls._create_deal(name="Second", team_id=cls.team_a.id, probability=20)
        cls.deals = cls.deal | cls.second

    def _lose(self, deals=None, **values):
        deals = self.deal if deals is None else deals
        return deals.action_set_lost(**{'lost_reason_id': self.reason.id, **values})


@tagged('post_install', '-at_install')
class TestLostReason(LossCase):
    # A reason is needed

    def test_no_way_of_losing_goes_without_a_reason(self):
        self.deal.automated_probability = 30
        for lose in (
            lambda deal: deal.action_set_lost(),
            lambda deal: deal.with_context(install_mode=True).action_set_lost(),
            lambda deal: deal.sudo().action_set_lost(),
            lambda deal: deal.write({'active': False, 'probability': 0}),
            lambda deal: (deal.write({'active': False}), deal.write({'probability': 0})),
            lambda deal: (deal.write({'probability': 0}), deal.action_archive()),
            lambda deal: (
                self.env['crm.lead.lost'].create({'lead_ids': deal.ids}).action_lost_reason_apply()
            ),
            lambda deal: deal.create({'name': "Imported", 'active': False, 'probability': 0}),
            lambda deal: (self._lose(deal), deal.write({'lost_reason_id': False})),
        ):
            with self.assertRaisesRegex(UserError, "Choose a reason"), self.env.cr.savepoint():
                lose(self.deal)
            self.env.invalidate_all()
            self.assertEqual((self.deal.active, self.deal.deal_state), (True, 'open'))

    def test_error_names_the_deals(self):
        with self.assertRaisesRegex(UserError, "First, .*Second"):
            self.deals.action_set_lost()

    def test_error_names_few_of_many_deals(self):
        many = self.env['crm.lead'].create(
            [self._prepare_deal(name=f"Deal {i}") for i in range(15)]
        )
        with self.assertRaisesRegex(UserError, "…"):
            many.action_set_lost()

    def test_one_write_with_a_reason_loses(self):
        self.deal.write({'active': False, 'probability': 0, 'lost_reason_id': self.reason.id})
        self.assertEqual((self.deal.won_status, self.deal.deal_state), ('lost', 'lost'))

    def test_deal_of_no_probability_is_lost_with_a_reason(self):
        self.deal.probability = 0
        self._lose()
        self.assertEqual(self.deal.won_status, 'lost')

    def test_archiving_alone_needs_none(self):
        self.deal.action_archive()
        self.assertEqual((self.deal.probability, self.deal.deal_state), (40, 'open'))
        self.assertFalse(self.deal.deal_loss_ids)

    def test_archiving_is_no_loss_where_no_probability_is_known_yet(self):
        self.deal.write({'probability': 0, 'automated_probability': 0})
        self.deal.action_archive()
        self.assertEqual(self.deal.won_status, 'pending')
        with self.assertRaisesRegex(UserError, "Choose a reason"):
            self.deal.probability = 0

    def test_company_may_do_without(self):
        self.company.deal_loss_reason_required = False
        self.deal.action_set_lost()
        self.assertEqual(self.deal.won_status, 'lost')
        self.assertFalse(self.deal.deal_loss_ids.reason_id)
        self.company.deal_loss_reason_required = True
        # Lost before the rule: left alone.
        self.deal.write({'priority': '2', 'probability': 0, 'active': False})
        self.deal.stage_id = self.stages[0]

    def test_the_deals_own_company_decides(self):
        self.other_company.deal_loss_reason_required = False
        self.deals.company_id = False
        self.second.write({'team_id': False, 'company_id': self.other_company.id})
        self.second.action_set_lost()
        with self.assertRaisesRegex(UserError, "First"):
            self.deal.action_set_lost()

    def test_merging_asks_for_no_reason(self):
        self.second.write({'probability': 0, 'automated_probability': 0})
        survivor = self.deals._merge_into_oldest()
        merged = self.deals - survivor
        self.assertFalse(merged.active)
        merged.write({'probability': 0})
        self.assertFalse(merged.deal_loss_ids)
        survivor.action_deal_undo_merge()
        self.assertTrue(all(self.deals.mapped('active')))

    def test_losses_move_with_a_merge_and_back(self):
        self._lose()
        loss = self.deal.deal_loss_ids
        survivor = self.deals._merge_into_oldest()
        self.assertEqual((survivor, survivor.deal_loss_ids), (self.deal, loss))
        self.assertEqual(survivor.deal_state, 'open')
        survivor.action_deal_undo_merge()
        self.assertEqual((self.deal.deal_loss_ids, self.deal.deal_state), (loss, 'lost'))

    # Ready reasons

    def test_ready_reasons_have_categories(self):
        data = self.env['ir.model.data'].search(
            [('model', '=', 'crm.lost.reason'), ('module', '=', 'sales_deals')]
        )
        reasons = self.env['crm.lost.reason'].browse(data.mapped('res_id'))
        odoo = self.env.ref('crm.lost_reason_1')
        categories = dict(odoo._fields['deal_category']._description_selection(self.env))
        self.assertEqual(set((reasons | odoo).mapped('deal_category')), set(categories))
        self.assertTrue(all(reasons.mapped('deal_description')))

    def test_salesperson_makes_a_reason_on_the_spot_and_changes_none(self):
        reasons = self.env['crm.lost.reason'].with_user(self.salesman)
        new_id, _name = reasons.name_create("His cousin won it")
        self.assertEqual(reasons.browse(new_id).deal_category, 'other')
        self.assertFalse(reasons.browse(new_id).deal_is_shown_to_clients)
        with self.assertRaises(AccessError):
            reasons.browse(new_id).name = "Changed"
        with self.assertRaises(AccessError):
            reasons.create({'name': "With all that belongs to it"})
        with self.assertRaises(AccessError):
            reasons.with_user(self.employee).name_create("Not his business")
        context = {'default_deal_is_shown_to_clients': True}
        new_id, _name = reasons.with_context(**context).name_create("Hidden")
        self.assertFalse(reasons.browse(new_id).deal_is_shown_to_clients)
        view = self.env['crm.lead.lost'].with_user(self.salesman).get_view(view_type='form')
        self.assertIn('can_create="True"', view['arch'])

    # The dialogue

    def test_dialogue_keeps_note_and_competitor_with_the_loss(self):
        rival = self.env['res.partner'].create({'name': "Rival Ltd"})
        action = {'active_ids': self.deal.ids, 'default_lead_ids': self.deal.ids}
        form = Form(self.env['crm.lead.lost'].with_user(self.salesman).with_context(**action))
        self.assertTrue(form.deal_is_reason_required)
        form.lost_reason_id = self.rival
        form.deal_competitor_partner_id = rival
        form.deal_competitor_price = 450
        form.lost_feedback = "<p>By a hair</p>"
        form.save().action_lost_reason_apply()
        loss = self.deal.deal_loss_ids
        self.assertEqual((loss.competitor_id, loss.competitor_price), (rival, 450))
        self.assertIn("By a hair", loss.note)
        self.assertEqual((loss.category, loss.lost_by_id), ('competitor', self.salesman))

    def test_no_price_for_several_deals_at_once(self):
        wizard = self.env['crm.lead.lost'].create(
            {
                'lead_ids': self.deals.ids,
                'lost_reason_id': self.rival.id,
                'deal_competitor_price': 450,
            }
        )
        wizard.action_lost_reason_apply()
        self.assertEqual(self.deals.deal_loss_ids.mapped('competitor_price'), [0, 0])

    def test_competitor_of_another_kind_of_reason_is_dropped(self):
        rival = self.env['res.partner'].create({'name': "Rival Ltd"})
        values = {'lost_reason_id': self.reason.id, 'deal_competitor_partner_id': rival.id}
        wizard = self.env['crm.lead.lost'].create({'lead_ids': self.deal.ids, **values})
        wizard.action_lost_reason_apply()
        self.assertFalse(self.deal.deal_loss_ids.competitor_id)


@tagged('post_install', '-at_install')
class TestLoss(LossCase):
    # The record

    def test_a_loss_says_how_the_deal_stood(self):
        self._lose()
        loss = self.deal.deal_loss_ids
        self.assertEqual(
            (loss.reason_id, loss.stage_id, loss.deal_process_id, loss.user_id, loss.team_id),
            (self.reason, self.stages[1], self.process_a, self.salesman, self.team_a),
        )
        self.assertEqual((loss.value, loss.probability), (500, 40))
        self.assertEqual(loss.lost_by_id, self.env.user)
        self.assertEqual(loss.win_back_on, fields.Date.today() + timedelta(days=30))

    def test_losing_once_is_one_loss(self):
        self._lose()
        self._lose()
        self.deal.write({'active': False, 'probability': 0})
        self.assertEqual(self.deal.deal_loss_count, 1)

    def test_many_deals_are_lost_with_few_queries(self):
        few, many = (
            self.env['crm.lead'].create([self._prepare_deal(probability=30)] * number)
            for number in (2, 42)
        )
        counts = []
        for deals in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._lose(deals)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 40)

    def test_changed_reason_is_that_of_the_loss(self):
        self._lose()
        self.deal.lost_reason_id = self.rival
        self.assertEqual(self.deal.deal_loss_ids.reason_id, self.rival)

    def test_nobody_writes_losses(self):
        self._lose()
        for user in (self.salesman, self.manager):
            loss = self.deal.deal_loss_ids.with_user(user)
            with self.assertRaises(AccessError):
                loss.value = 1
            with self.assertRaises(AccessError):
                loss.unlink()
            with self.assertRaises(AccessError):
                loss.copy()

    # Restoring

    def test_a_copy_begins_open(self):
        archived = self._create_deal(probability=4.5)
        archived.action_archive()
        self._lose()
        twins = self._create_deal(name="Oldest") | self._create_deal(probability=0)
        twins.with_user(self.manager)._merge_into_oldest(reason="One of two")
        merged = twins.filtered(lambda lead: not lead.active)
        self.assertTrue(merged)
        for deal in (archived, self.deal, merged):
            losses = self.env['deal.loss'].search_count([])
            copied = deal.with_user(self.manager).copy()
            with self.subTest(deal.deal_state):
                self.assertTrue(copied.active)
                self.assertEqual((copied.deal_state, copied.won_status), ('open', 'pending'))
                self.assertFalse(copied.lost_reason_id or copied.deal_loss_ids)
                self.assertEqual(self.env['deal.loss'].search_count([]), losses)
        self.assertFalse(archived.copy({'active': False}).active)

    def test_archiving_alone_is_no_loss(self):
        self.company.deal_loss_reason_required = True
        values = {'name': "Old", 'type': 'opportunity', 'company_id': self.company.id}
        made = self.env['crm.lead'].create([{**values, 'active': False}, values])
        by_context = self.env['crm.lead'].with_context(default_active=False).create(values)
        loaded = self.env['crm.lead'].load(
            ['name', 'type', 'active'], [["Imported", 'opportunity', 'False']]
        )
        self.assertFalse(loaded['messages'])
        imported = self.env['crm.lead'].browse(loaded['ids'])
        for lead in (made[0], by_context, imported):
            self.assertEqual((lead.active, lead.won_status), (False, 'pending'))
        self.assertFalse((made | by_context | imported).deal_loss_ids)

    def test_restoring_keeps_the_history_and_brings_the_probability_back(self):
        for restore in ('action_restore', 'action_unarchive', 'toggle_active'):
            with self.subTest(restore):
                self._lose()
                loss = self.deal.deal_loss_ids.sorted('id')[-1]
                getattr(self.deal.with_user(self.salesman), restore)()
                self.assertEqual((self.deal.active, self.deal.deal_state), (True, 'open'))
                self.assertEqual(self.deal.probability, 40)
                self.assertFalse(self.deal.lost_reason_id)
                self.assertEqual(loss.reason_id, self.reason)
                self.assertTrue(loss.restored_on)
                self.assertEqual(loss.restored_by_id, self.salesman)
        self.assertEqual(self.deal.deal_loss_count, 3)

    def test_writing_active_restores_as_a_whole(self):
        self._lose()
        self.deal.write({'active': True})
        self.assertEqual((self.deal.probability, self.deal.deal_state), (40, 'open'))
        self.assertFalse(self.deal.lost_reason_id)
        self.assertTrue(self.deal.deal_loss_ids.restored_on)

    def test_an_automated_probability_is_calculated_anew(self):
        self.deal.write({'probability': 0, 'automated_probability': 0})
        self._lose()
        self.deal.action_restore()
        self.assertEqual(self.deal.probability, self.deal.automated_probability)

    def test_a_probability_of_nothing_that_was_set_comes_back(self):
        self.deal.write({'automated_probability': 30, 'probability': 0})
        self._lose()
        self.deal.action_restore()
        self.assertEqual(self.deal.probability, 0)

    def test_bulk_restore_leaves_open_deals_alone(self):
        self._lose()
        action = self.env.ref('sales_deals.crm_lead_action_restore').with_user(self.salesman)
        context = {'active_model': 'crm.lead', 'active_ids': self.deals.ids}
        action.with_context(**context).run()
        self.assertEqual(self.deals.mapped('probability'), [40, 20])
        self.assertTrue(self.deal.active)
        with self.assertRaisesRegex(UserError, "None of these deals is lost"):
            self.deals.action_deal_restore_lost()

    def test_a_lost_deal_that_is_won_was_restored(self):
        self._lose()
        self.deal.action_set_won()
        loss = self.deal.deal_loss_ids
        self.assertTrue(loss.restored_on)
        self.assertTrue(loss.won_back_on)
        self.assertEqual((loss.win_back_rate, self.deal.deal_state), (1, 'won'))

    def test_win_back_rate_is_the_share_that_was_restored_and_won(self):
        self._lose(self.deals)
        self.deal.action_restore()
        self.deal.action_set_won()
        domain = [('lead_id', 'in', self.deals.ids)]
        rate = self.env['deal.loss']._read_group(domain, [], ['win_back_rate:avg'])
        self.assertEqual(rate, [(0.5,)])
        self.deal.stage_id = self.stages[0]
        self.deal.probability = 10
        rate = self.env['deal.loss']._read_group(domain, [], ['win_back_rate:avg'])
        self.assertEqual(rate, [(0,)])

    def test_deals_lost_before_the_addon_came_have_a_loss(self):
        self._lose()
        self.env['deal.loss'].sudo().search([]).unlink()
        stamp = self.deal.write_date
        self.env['deal.loss']._adopt_earlier_losses()
        self.env['deal.loss']._adopt_earlier_losses()
        loss = self.deal.deal_loss_ids
        self.assertEqual((loss.reason_id, loss.value), (self.reason, 500))
        self.assertEqual((loss.lost_on, loss.category), (self.deal.date_closed, 'price'))
        self.assertEqual(self.deal.write_date, stamp)
        self.deal.action_restore()
        self.assertEqual((self.deal.deal_state, self.deal.deal_loss_count), ('open', 1))

    # To win back

    def test_deals_to_win_back_are_found_from_their_day_on(self):
        self._lose()
        self._lose(self.second, lost_reason_id=self.rival.id)
        leads = self.env['crm.lead'].with_user(self.salesman)
        domain = [('active', '=', False), ('deal_win_back_on', '<=', 'today')]
        self.assertFalse(leads.search(domain) & self.deals)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.assertEqual(leads.search(domain) & self.deals, self.deal)
            self.assertTrue(self.deal.deal_win_back_on)
            self.deal.action_restore()
            self.assertFalse(leads.search(domain) & self.deals)
            self.assertFalse(self.deal.deal_win_back_on)

    # Who sees losses

    def test_losses_are_seen_with_their_deal(self):
        others = self._create_deal(name="Another's", user_id=self.manager.id, probability=10)
        nobodys = self._create_deal(name="Nobody's", probability=10)
        deals = self.deal | others | nobodys
        self._lose(deals)

        def seen_by(user):
            losses = self.env['deal.loss'].with_user(user).search([])
            return losses.sudo().lead_id & deals

        self.assertEqual(seen_by(self.salesman), self.deal | nobodys)
        self.assertEqual(seen_by(self.salesman_all), deals)
        self.assertEqual(seen_by(self.manager), deals)
        deals.company_id = self.company
        self.assertFalse(seen_by(self.stranger))
        for user in (self.employee, self.portal, self.public):
            with self.assertRaises(AccessError):
                seen_by(user)

    def test_nobody_loses_or_restores_what_he_cannot_see(self):
        others = self._create_deal(name="Another's", user_id=self.manager.id, probability=10)
        mine = others.with_user(self.salesman)
        with self.assertRaises(AccessError):
            self._lose(mine)
        with self.assertRaises(AccessError):
            self.env['crm.lead.lost'].with_user(self.salesman).create(
                {'lead_ids': others.ids, 'lost_reason_id': self.reason.id}
            ).action_lost_reason_apply()
        self._lose(others)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            mine.action_deal_restore_lost()
        self.assertEqual(others.deal_state, 'lost')


@tagged('post_install', '-at_install')
class TestLossSettings(DealCase):
    def test_settings_are_the_companys(self):
        settings = self.env['res.config.settings'].create(
            {'deal_loss_reason_required': False, 'deal_activities_won': 'cancel'}
        )
        settings.execute()
        self.assertFalse(self.company.deal_loss_reason_required)
        self.assertEqual(self.company.deal_activities_won, 'cancel')
        self.assertTrue(self.other_company.deal_loss_reason_required)

    def test_reasons_are_found_in_their_own_menu_once(self):
        menus = self.env['ir.ui.menu'].search([])
        actions = [menu.action for menu in menus if menu.action]
        windows = [action for action in actions if action._name == 'ir.actions.act_window']
        self.assertEqual([w.res_model for w in windows].count('crm.lost.reason'), 1)
