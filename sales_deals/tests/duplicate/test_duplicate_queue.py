import time
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.duplicate import deal_duplicate_scan
from ..common import DealCase


@tagged('post_install', '-at_install')
class TestDuplicateQueue(DealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(cls._without_commits())
        cls.env['deal.duplicate']._cron_scan()
        cls.first = cls._create_person("First", '+48 601 234 567', user_id=cls.salesman.id)
        cls.second = cls._create_person("Second", '+48 601 234 567', user_id=cls.salesman.id)
        cls.third = cls._create_person("Third", '+48 602 000 000', user_id=cls.salesman.id)

    @classmethod
    def _without_commits(cls):
        # A job commits its progress; a test must be rolled back.
        return patch.object(type(cls.env['ir.cron']), '_commit_progress', lambda *_a, **_k: 60.0)

    @classmethod
    def _create_person(cls, _name, phone, **values):
        return cls._create_deal(
            name="Windows",
            contact_name="Jan Lis",
            phone=phone,
            company_id=cls.company.id,
            **values,
        )

    def _scan(self, fully=False):
        rules = self.env['deal.match.rules']._get_used()
        if fully:
            rules._remember_scan()
        self.env['deal.duplicate']._cron_scan()
        return self._get_group()

    def _get_group(self, lead=None):
        lead = lead or self.first
        domain = ['|', ('lead_id', '=', lead.id), ('other_id', '=', lead.id)]
        return self.env['deal.duplicate'].search(domain).group_id

    # Scanning

    def test_both_scans_find_the_same(self):
        group = self._scan()
        self.assertEqual(group.lead_ids, self.first | self.second)
        self.assertEqual(
            group.reason,
            "Same phone number, same name of the person, and same subject",
        )
        changed = group.pair_ids
        full = self._scan(fully=True).pair_ids
        self.assertEqual(full, changed)
        self.assertEqual(len(full), 1)

    def test_group_with_deals_of_another_company_is_for_who_works_for_both(self):
        self.first.company_id = False
        self.second.write({'user_id': False, 'company_id': self.other_company.id})
        self.third.phone = '+48 601 234 567'
        group = self._scan()
        self.assertEqual(len(group.lead_ids), 3)
        both = (self.company | self.other_company).ids
        self.manager.company_ids = both
        seen = group.with_user(self.manager)
        self.assertTrue(seen.with_context(allowed_company_ids=both).search([]))
        self.third.unlink()
        group = self._scan()
        self.assertEqual(group.lead_ids, self.first | self.second)
        self.env.invalidate_all()
        for user in (self.salesman, self.salesman_all, self.manager):
            seen = group.with_user(user).with_context(allowed_company_ids=both[:1])
            self.assertFalse(seen.search([('id', '=', group.id)]))
        self.assertTrue(seen.with_context(allowed_company_ids=both).search([]))

    def test_scanning_again_changes_nothing(self):
        group = self._scan()
        self.assertEqual(self._scan(), group)
        self.assertEqual(self._scan(fully=True).pair_ids, group.pair_ids)

    def test_job_whose_time_is_over_leaves_the_rest_to_the_next(self):
        rules = self.env['deal.match.rules']._get_used()
        rules._remember_scan()
        over = time.monotonic() - 3600
        self.env['deal.duplicate'].with_context(cron_end_time=over)._cron_scan()
        self.assertFalse(rules.scanned_until)
        soon = time.monotonic() + 60
        self.env['deal.duplicate'].with_context(cron_end_time=soon)._cron_scan()
        self.assertTrue(rules.scanned_until)

    def test_job_whose_time_is_over_is_called_again_before_its_next_day(self):
        job = self.env.ref('sales_deals.ir_cron_deal_duplicate')
        triggers = self.env['ir.cron.trigger'].search_count([('cron_id', '=', job.id)])
        over = time.monotonic() - 3600
        duplicates = self.env['deal.duplicate'].with_context(cron_end_time=over)
        self.assertFalse(duplicates._commit_and_ask(left=1))
        self.assertEqual(
            self.env['ir.cron.trigger'].search_count([('cron_id', '=', job.id)]), triggers + 1
        )

    def test_after_many_changes_all_deals_are_scanned(self):
        self._scan()
        rules = self.env['deal.match.rules']._get_used()
        scanned = []
        scan_all = type(self.env['deal.duplicate'])._scan_all

        def note(duplicates, used):
            scanned.append(used)
            return scan_all(duplicates, used)

        with (
            patch.object(deal_duplicate_scan, 'MAX_CHANGED', 2),
            patch.object(type(self.env['deal.duplicate']), '_scan_all', note),
        ):
            rules._remember_scan(until=self.env.cr.now().replace(microsecond=0))
            (self.first | self.second | self.third).write({'phone': '+48 605 000 000'})
            group = self._scan()
        self.assertEqual(scanned, [rules])
        self.assertEqual(group.lead_ids, self.first | self.second | self.third)
        self.assertTrue(rules.scanned_until)

    def test_keys_follow_when_a_word_becomes_common(self):
        names = [f"Zbożpol Firm{chr(97 + i // 8)}{chr(97 + i % 8)}" for i in range(60)]
        leads = self.env['crm.lead'].create([{'name': n, 'partner_name': n} for n in names])
        key = self.env['deal.match.key'].search([('lead_id', '=', leads[0].id)])
        self.assertIn('a:zboz:', key.blocks.split())
        self._scan(fully=True)
        self.env.invalidate_all()
        self.assertNotIn('a:zboz:', key.blocks.split())
        self.assertIn('a:firm:', key.blocks.split())
        stale = self.env['deal.match.frequency'].search([('kind', '=', 'stale')])
        self.assertFalse(stale)

    def test_groups_that_a_later_batch_unites_become_one(self):
        fourth = self._create_person("Fourth", '+48 602 000 000; +48 601 234 567')
        with patch.object(deal_duplicate_scan, 'BATCH', 1):
            group = self._scan(fully=True)
        self.assertEqual(group.lead_ids, self.first | self.second | self.third | fourth)
        self.assertEqual(self._get_group(self.third), group)

    def test_full_scan_goes_on_where_it_was_stopped(self):
        rules = self.env['deal.match.rules']._get_used()
        rules._remember_scan(position=self.first.id)
        self.env['deal.duplicate']._cron_scan()
        self.assertTrue(rules.scanned_until)
        self.assertEqual(self._get_group().lead_ids, self.first | self.second)

    def test_what_no_longer_matches_is_forgotten(self):
        self._scan()
        self.second.write({'phone': '+48 603 111 111', 'contact_name': "Ewa Mazur"})
        self.assertFalse(self._scan())

    def test_deals_that_hang_together_are_one_group(self):
        group = self._scan()
        fourth = self._create_person("Fourth", '+48 601 234 567')
        self.assertEqual(self._scan().lead_ids, self.first | self.second | fourth)
        self.assertFalse(group.exists() - self._get_group())

    def test_closed_deals_leave_the_queue(self):
        group = self._scan()
        self.second.action_set_won()
        self._scan()
        self.assertFalse(group.is_open)

    # Deciding

    def test_lost_deals_are_shown_beside_their_twins(self):
        self._scan()
        reason = self.env['crm.lost.reason'].search([], limit=1)
        self.second.action_set_lost(lost_reason_id=reason.id)
        group = self._scan()
        self.env.invalidate_all()
        self.assertEqual(group.lead_ids, self.first | self.second)

    def test_no_duplicate_is_remembered(self):
        group = self._scan()
        group.with_user(self.salesman).action_dismiss()
        self.assertFalse(group.is_open)
        self.assertFalse(self.first._find_duplicates()[self.first.id])
        self.assertEqual(self.first.deal_duplicate_count, 0)
        self._scan(fully=True)
        pair = self.env['deal.duplicate'].search([('lead_id', '=', self.first.id)])
        self.assertEqual(pair.state, 'dismissed')
        pair.with_user(self.salesman).action_reopen()
        self.assertTrue(self._get_group().is_open)

    def test_merging_a_group_and_undoing(self):
        group = self._scan()
        action = group.with_user(self.salesman).action_merge()
        self.assertEqual(action['context']['active_ids'], (self.first | self.second).ids)
        (self.first | self.second).with_user(self.salesman)._merge_into_oldest()
        self.assertFalse(group.is_open)
        self.first.action_deal_undo_merge()
        self.assertTrue(group.is_open)
        self.assertEqual(group.lead_ids, self.first | self.second)

    def test_several_groups_are_shown_before_they_are_merged(self):
        self._create_person("Fourth", '+48 602 000 000', partner_name="Lis")
        groups = self._scan() | self._get_group(self.third)
        wizard = self.env['deal.duplicate.merge'].browse(groups.action_merge()['res_id'])
        self.assertEqual(wizard.line_ids.survivor_id, self.first | self.third)
        wizard.line_ids.filtered(lambda line: line.survivor_id == self.third).is_included = False
        wizard.action_merge()
        self.assertEqual(self.second.deal_merged_into_id, self.first)
        self.assertTrue(self._get_group(self.third).is_open)
        wizard.line_ids.is_included = False
        with self.assertRaises(UserError):
            wizard.action_merge()

    def test_lost_deals_are_merged_with_their_group(self):
        self._create_person("Fourth", '+48 602 000 000')
        self._scan()
        reason = self.env['crm.lost.reason'].search([], limit=1)
        self.second.action_set_lost(lost_reason_id=reason.id)
        groups = self._scan() | self._get_group(self.third)
        wizard = self.env['deal.duplicate.merge'].browse(groups.action_merge()['res_id'])
        self.env.flush_all()
        self.env.invalidate_all()
        wizard.action_merge()
        self.assertEqual(self.second.deal_merged_into_id, self.first)

    def _undo(self, action, user):
        undo = action['effect']['undo']
        self.env.flush_all()
        self.env.invalidate_all()
        getattr(self.env[undo['model']].with_user(user).browse(undo['ids']), undo['method'])()

    def test_merging_several_groups_is_undone_by_one_click(self):
        fourth = self._create_person("Fourth", '+48 602 000 000')
        groups = self._scan() | self._get_group(self.third)
        wizard = self.env['deal.duplicate.merge'].browse(groups.action_merge()['res_id'])
        action = wizard.action_merge()
        merged = self.second | fourth
        self.assertEqual(merged.deal_merged_into_id, self.first | self.third)
        with self.assertRaises(AccessError):
            self._undo(action, self.stranger)
        self._undo(action, self.manager)
        self.assertFalse(merged.deal_merged_into_id)
        self.assertTrue(all(merged.mapped('active')))
        with self.assertRaisesRegex(UserError, "was undone"):
            self._undo(action, self.manager)

    def test_a_dismissed_group_is_taken_back_by_one_click(self):
        self.third.phone = '+48 601 234 567'
        group = self._scan()
        pairs = group.pair_ids
        kept, taken = pairs[0], pairs[1:]
        kept.action_dismiss()
        action = self._get_group().with_user(self.manager).action_dismiss()
        self.assertEqual(set(pairs.mapped('state')), {'dismissed'})
        with self.assertRaises(AccessError):
            self._undo(action, self.stranger)
        self._undo(action, self.manager)
        self.assertEqual(set(taken.mapped('state')), {'open'})
        self.assertEqual(kept.state, 'dismissed')
        self.assertNotIn('effect', kept.action_dismiss())

    def test_badges_count_for_a_page_in_one_query(self):
        self._scan()
        leads = self.first | self.second | self.third
        seen = leads.with_user(self.salesman)
        seen.mapped('deal_duplicate_count')
        leads.invalidate_model(['deal_duplicate_count'])
        with self.assertQueryCount(1):
            counts = seen.mapped('deal_duplicate_count')
        self.assertEqual(counts, [1, 1, 0])

    # By itself

    def test_nothing_is_merged_by_itself_unless_wanted(self):
        self._scan()
        self.assertFalse(self.second.deal_merged_into_id)

    def test_assigning_says_how_many_are_likely_duplicates(self):
        leads = self.first | self.third
        data = {self.team_a: {'assigned': set(leads.ids), 'merged': set(), 'duplicates': set()}}
        logs = self.team_a._action_assign_leads_logs(data, {})
        self.assertIn("Leads that are likely duplicates: 1. Nothing was merged.", logs)

    def test_certain_ones_are_merged_where_wanted(self):
        self.company.deal_merge_automatic = True
        # Enough for the queue, not for an automatic merge.
        fourth = self._create_person("Fourth", '+48 601 234 567')
        fourth.contact_name = False
        leads = self.first | self.second | fourth
        leads.write({'partner_name': "Lis Meble", 'email_from': 'jan.lis@example.com'})
        other = self._create_person("Other", '+48 605 555 555')
        twin = self._create_person("Twin", '+48 605 555 555', email_from='lis@example.com')
        other.email_from = 'Lis@Example.com'
        self._scan()
        self.assertEqual(twin.deal_merged_into_id, other)
        self.assertEqual(self._get_group().lead_ids, leads)
        self.assertFalse(leads.deal_merged_into_id)

    def test_a_chain_of_certain_ones_is_not_merged_by_itself(self):
        """Make a chain: both ends are certain duplicates of the middle, but not of each other."""
        self.company.deal_merge_automatic = True
        self.second.email_from = 'jan.lis@example.com'
        last = self._create_deal(
            name="Windows",
            contact_name="Jan Lis",
            email_from='jan.lis@example.com',
            company_id=self.company.id,
        )
        group = self._scan()
        self.assertEqual(group.lead_ids, self.first | self.second | last)
        self.assertTrue(group.is_certain)
        self.assertEqual(len(group.pair_ids), 2)
        self.assertFalse(group.lead_ids.deal_merged_into_id)

    # Rights

    def test_salesperson_sees_his_own_and_a_number(self):
        group = self._scan()
        self.second.user_id = self.manager
        self.env.invalidate_all()
        seen = group.with_user(self.salesman)
        self.assertEqual((seen.lead_ids, seen.lead_count, seen.hidden_count), (self.first, 2, 1))
        self.assertFalse(seen.shown_pair_ids)
        self.assertFalse(seen.reason)
        with self.assertRaises(UserError):
            seen.action_merge()
        seen.action_tell_manager()
        self.assertEqual(
            self.first.activity_ids.user_id.has_group('sales_team.group_sale_manager'), True
        )
        self.assertEqual(self.first.with_user(self.salesman).deal_duplicate_count, 0)

    def test_nobody_is_told_of_what_one_sees_whole(self):
        group = self._scan().with_user(self.salesman)
        for groups in (group, group.browse(group.id + 1_000), group.browse()):
            with self.assertRaises(UserError):
                groups.action_tell_manager()

    def test_a_manager_is_told_of_some_groups_only_where_one_sees_a_deal(self):
        group = self._scan()
        self.second.user_id = self.manager
        hidden = self.env['crm.lead'].browse()
        for name in ("Fourth", "Fifth"):
            hidden |= self._create_person(name, '+48 603 000 000', user_id=self.manager.id)
        unseen = self._scan() and self._get_group(hidden[0])
        self.assertTrue(unseen)
        with self.assertRaises(UserError):
            unseen.with_user(self.salesman).action_tell_manager()
        (group | unseen).with_user(self.salesman).action_tell_manager()
        self.assertTrue(self.first.activity_ids)
        self.assertFalse(hidden.activity_ids)

    def test_likeness_tells_nothing_of_deals_that_one_may_not_see(self):
        """Whoever changes a deal of his own must not learn how like it is to one of others."""
        group = self._scan()
        self.second.user_id = self.manager
        self.env.flush_all()
        self.env.invalidate_all()
        seen = group.with_user(self.salesman)
        self.assertEqual((seen.shown_score, seen.shown_certain), (0.0, False))
        for name in ('score', 'is_certain'):
            for use in (
                lambda name=name: seen.read([name]),
                lambda name=name: seen.search([(name, '!=', False)]),
                lambda name=name: seen._read_group([], [], [f'{name}:max']),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    use()
        self.assertIn(group, seen.search([]))
        self.assertNotIn(group, seen.search([('shown_certain', '=', True)]))
        every = group.with_user(self.salesman_all)
        self.assertAlmostEqual(every.shown_score, group.score, 3)
        self.assertIn(group, every.search([('shown_certain', '=', True)]))
        self.assertNotIn('score', seen.fields_get())
        groups = every.search([])
        scores = [(of.is_repeat, -of.sudo().score) for of in groups]
        self.assertEqual(scores, sorted(scores))

    def test_deals_of_other_companies_are_not_counted(self):
        self.first.company_id = False
        group = self._scan()
        self.second.write({'user_id': False, 'company_id': self.other_company.id})
        self.env.invalidate_all()
        seen = group.with_user(self.salesman_all)
        self.assertEqual((seen.lead_ids, seen.lead_count, seen.hidden_count), (self.first, 1, 0))

    def test_others_see_nothing(self):
        group = self._scan()
        (self.first | self.second).user_id = self.manager
        self.env.invalidate_all()
        for user in (self.salesman, self.stranger):
            found = self.env['deal.duplicate.group'].with_user(user).search([])
            self.assertNotIn(group, found)
            self.assertFalse(self.env['deal.duplicate'].with_user(user).search([]) & group.pair_ids)
        for user in (self.employee, self.portal, self.public):
            for model in ('deal.duplicate', 'deal.duplicate.group', 'deal.match.rules'):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.env['deal.match.key'].with_user(self.manager).search([])

    def test_pairs_are_written_by_the_finder_alone(self):
        pair = self._scan().pair_ids
        with self.assertRaises(AccessError):
            pair.with_user(self.manager).write({'state': 'dismissed'})
        (self.first | self.second).user_id = self.manager
        with self.assertRaises(AccessError):
            pair.with_user(self.salesman).action_dismiss()

    # Rules

    def test_rules_can_be_tried_before_they_are_used(self):
        self._scan()
        used = self.env['deal.match.rules']._get_used()
        tried = used.with_user(self.manager).copy({'name': "No phones", 'phone': 0.0})
        test = (
            self.env['deal.match.test']
            .with_user(self.manager)
            .browse(tried.action_test()['res_id'])
        )
        gone = test.line_ids.filtered(lambda line: line.change == 'gone')
        self.assertEqual((gone.lead_id, gone.other_id), (self.first, self.second))
        self.assertEqual((test.new_count, test.gone_count), (0, 1))
        self.assertTrue(self._get_group().is_open)
        test.action_use()
        self.assertEqual(self.env['deal.match.rules']._get_used(), tried)
        self.assertFalse(self._scan())

    def test_ignored_values_say_nothing(self):
        rules = self.env['deal.match.rules']._get_used()
        rules.ignored_ids = [Command.create({'name': '+48 601 234 567'})]
        self.assertEqual(rules.ignored_ids.key, '+48601234567')
        self.assertFalse(self._scan())
        rules.ignored_ids.unlink()
        self.assertTrue(self._scan())

    @mute_logger('odoo.sql_db')
    def test_rules_that_make_no_sense_are_refused(self):
        rules = self.env['deal.match.rules']._get_used()
        for values in ({'threshold': 0}, {'certain': 0.2}, {'email': -1}, {'city_differs': 1}):
            with self.assertRaises(ValidationError):
                rules.copy(values)
        with self.assertRaises(UserError):
            rules.unlink()
