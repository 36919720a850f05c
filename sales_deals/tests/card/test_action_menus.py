"""What the menus of deals offer can be done, and what they don't offer can't."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..loss.test_loss import LossCase


@tagged('post_install', '-at_install')
class TestActionMenus(LossCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.states = {
            'lead': cls._make("Lead", type='lead'),
            'open': cls._make("Open"),
            'suspended': cls._make("Suspended"),
            'won': cls._make("Won"),
            'lost': cls._make("Lost"),
            'archived': cls._make("Archived", probability=30),
            'survivor': cls._make("Survivor"),
            'merged': cls._make("Merged"),
            'lost survivor': cls._make("Lost survivor"),
            'merged lost': cls._make("Merged lost"),
            'parted': cls._make("Parted"),
            'parted again': cls._make("Parted again"),
            'middle survivor': cls._make("Middle"),
            'merged into the middle': cls._make("Of the middle"),
        }
        stage = cls.process_b.stage_ids.sorted()[0]
        #: Actions that open a window in which everything else is said, and what is said.
        cls.windows = {
            'sales_deals.deal_process_change_action': (
                'deal.process.change',
                {'deal_process_id': cls.process_b.id, 'stage_id': stage.id},
            ),
            'sales_deals.deal_suspend_action': (
                'deal.suspend',
                {'until': fields.Date.today() + timedelta(days=5)},
            ),
        }
        cls.states['suspended']._suspend(fields.Date.today() + timedelta(days=9))
        cls.states['won'].action_set_won()
        lost = cls.states['lost'] | cls.states['merged lost']
        lost.action_set_lost(lost_reason_id=cls.reason.id)
        cls.states['archived'].action_archive()
        for survivor, other in (
            ('middle survivor', 'merged into the middle'),
            ('survivor', 'merged'),
            ('survivor', 'middle survivor'),
            ('lost survivor', 'merged lost'),
            ('parted', 'parted again'),
        ):
            (cls.states[survivor] | cls.states[other])._merge_into_oldest()
        cls.states['parted'].action_deal_undo_merge()
        cls.states['lost survivor'].action_set_lost(lost_reason_id=cls.reason.id)
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _make(cls, name, **values):
        return cls._create_deal(
            **{
                'name': name,
                'company_id': cls.company.id,
                'team_id': cls.team_a.id,
                'user_id': cls.manager.id,
                'email_from': f'{name.lower().replace(" ", ".")}@client.example',
                **values,
            }
        )

    def _get_offered(self, kind):
        """Return what the menu of a view has of the addon: XML id -> action."""
        views = self.env['crm.lead'].with_user(self.manager)
        toolbar = views.get_views([(False, kind)], {'toolbar': True})['views'][kind]['toolbar']
        data = self.env['ir.model.data'].search(
            [('module', '=', 'sales_deals'), ('model', '=like', 'ir.actions.%')]
        )
        names = {row.res_id: row.complete_name for row in data}
        actions = {action['id']: action for action in toolbar['action']}
        return {names[action_id]: actions[action_id] for action_id in actions.keys() & names}

    def _holds(self, action, deal):
        values = {name: deal[name] for name in deal._fields if not name.startswith('__')}
        return all(safe_eval(condition, values) for condition in action.get('deal_conditions', ()))

    def _do(self, name, deal):
        """Do what an action of the menu does, to its end; return whether it did anything."""
        before = self._read(deal)
        deal = deal.with_context(active_model='crm.lead', active_ids=deal.ids, active_id=deal.id)
        if name in self.windows:
            model, values = self.windows[name]
            dialogue = deal.env[model].create({'lead_ids': deal.ids, **values})
            # The window is confirmed by another request than it was opened by.
            self.env.flush_all()
            self.env.invalidate_all()
            dialogue.action_apply()
            result = None
        else:
            result = self.env.ref(name).with_env(deal.env).run()
        self.env.flush_all()
        self.env.invalidate_all()
        return bool(result) or self._read(deal) != before

    def _read(self, deal):
        names = ['active', 'deal_state', 'deal_process_id', 'stage_id', 'deal_suspended_until']
        return deal.sudo().read([*names, 'deal_merged_into_id'])

    def test_every_action_is_offered_just_where_it_can_be_done(self):
        tried = {}
        for kind in ('form', 'list', 'kanban'):
            for name, action in self._get_offered(kind).items():
                for state, deal in self.states.items():
                    if (name, state) in tried:
                        continue
                    tried[name, state] = offered = self._holds(action, deal)
                    with self.subTest(action=name, state=state, offered=offered):
                        self._assert_can_be_done(name, deal, offered)
        self.assertGreater(len({name for name, _state in tried}), 4)
        for name in {name for name, _state in tried}:
            self.assertTrue(any(tried[name, state] for state in self.states), name)

    def _assert_can_be_done(self, name, deal, offered):
        savepoint = self.env.cr.savepoint()
        try:
            done = self._do(name, deal.with_user(self.manager))
        except UserError as error:
            done = str(error)
        finally:
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()
        self.assertEqual(done is True, offered, done)

    def test_the_views_read_what_the_conditions_name(self):
        """Else they would be left out: all but what only says that a deal was merged."""
        names = ('won_status', 'active', 'deal_is_suspended')
        views = self.env['ir.ui.view'].search(
            [('model', '=', 'crm.lead'), ('type', 'in', ('form', 'list', 'kanban'))]
        )
        views = views.filtered(
            lambda view: view.mode == 'primary' and 'quick_create' not in view.name
        )
        self.assertGreater(len(views), 6)
        for view in views:
            arch = etree.fromstring(self.env['crm.lead'].get_view(view.id, view.type)['arch'])
            read = {node.get('name') for node in arch.iter('field')}
            with self.subTest(view=view.name):
                self.assertFalse(set(names) - read)

    def test_merged_deals_come_back_by_undoing_the_merge_alone(self):
        for state in ('merged', 'merged lost'):
            deal = self.states[state]
            for bring_back in (
                lambda deal: deal.action_unarchive(),
                lambda deal: deal.action_restore(),
                lambda deal: deal.action_set_won(),
                lambda deal: deal.write({'active': True}),
            ):
                with (
                    self.subTest(state=state),
                    self.assertRaisesRegex(UserError, "Undo the merge"),
                    self.env.cr.savepoint(),
                ):
                    bring_back(deal)
                self.assertFalse(deal.active)

    def test_undoing_a_merge_is_offered_just_where_it_can_be_done(self):
        for user in (self.manager, self.salesman):
            for state, deal in self.states.items():
                deal = deal.with_user(user)
                if not deal.has_access('read'):
                    with self.assertRaises(AccessError):
                        deal.get_deal_has_merge_to_undo()
                    continue
                offered = deal.get_deal_has_merge_to_undo()
                with self.subTest(state=state, user=user.login):
                    self.assertEqual(offered, self._can_undo(deal))

    def _can_undo(self, deal):
        with self.env.cr.savepoint() as savepoint:
            try:
                deal.action_deal_undo_merge()
            except UserError:
                return False
            finally:
                savepoint.rollback()
                self.env.invalidate_all()
        return True

    def test_what_can_be_undone_follows_merges_and_their_end(self):
        def offered():
            self.env.invalidate_all()
            asked = self.states.items()
            return {state for state, deal in asked if deal.get_deal_has_merge_to_undo()}

        self.assertEqual(offered(), {'survivor', 'lost survivor'})
        self.states['survivor'].action_deal_undo_merge()
        self.assertEqual(offered(), {'survivor', 'middle survivor', 'lost survivor'})
        self.states['survivor'].action_deal_undo_merge()
        self.assertEqual(offered(), {'middle survivor', 'lost survivor'})
        self.states['lost survivor'].deal_merge_ids.unlink()
        self.assertEqual(offered(), {'middle survivor'})
