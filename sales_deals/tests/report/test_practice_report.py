"""What practices win: the figures are those of a count of the records, one by one."""

from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.company.deal_record import system
from ..playbook.common import PlaybookCase

MIN_DEALS = 'odoo.addons.sales_deals.models.report.deal_practice_report.MIN_DEALS'
NOW = datetime(2026, 6, 1, 12)


class PracticeReportCase(PlaybookCase):
    """Deals to count; those of the report that are not of the test are left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deals = cls.env['crm.lead']
        cls.reason = cls.env['crm.lost.reason'].search([], limit=1)
        cls.report = cls.env['deal.practice.report'].with_context(tz='UTC')

    def _create_closed(self, count, *, won, practice=None, **values):
        """Create deals that are won, or lost on the first stage, and tick a practice on them."""
        deals = self.env['crm.lead'].create(
            [
                self._prepare_deal(
                    deal_process_id=self.process_a.id,
                    team_id=self.team_a.id,
                    stage_id=self.start.id,
                    **values,
                )
                for _number in range(count)
            ]
        )
        if practice:
            self.env['deal.practice.tick'].create(
                [{'lead_id': deal.id, 'practice_id': practice.id} for deal in deals]
            )
        if won:
            deals.action_set_won()
        else:
            deals.action_set_lost(lost_reason_id=self.reason.id)
        self.deals |= deals
        return deals

    @classmethod
    def _set_in_database(cls, records, **values):
        """Write what is of the past, which the ORM decides by itself."""
        records.flush_recordset()
        for name, value in values.items():
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    records.ids,
                )
            )
        records.invalidate_recordset()

    def _get_row(self, practice, domain=()):
        domain = [('lead_id', 'in', self.deals.ids), *domain]
        rows = self.report.get_picture(domain)['rows']
        return next((row for row in rows if row['id'] == practice.id), None)


@tagged('post_install', '-at_install')
class TestPracticeReport(PracticeReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practice = cls._create_practice(name="Ask who decides")

    def test_win_rates_with_and_without_a_practice(self):
        self._create_closed(15, won=True, practice=self.practice)
        self._create_closed(5, won=False, practice=self.practice)
        self._create_closed(8, won=True)
        self._create_closed(17, won=False)
        row = self._get_row(self.practice)
        self.assertEqual(row['with'], {'count': 20, 'rate': 0.75})
        self.assertEqual(row['without'], {'count': 25, 'rate': 0.32})
        self.assertAlmostEqual(row['difference'], 0.43)
        self.assertFalse(row['may_be_chance'])
        self.assertEqual(row['count'], 45)
        self.assertAlmostEqual(row['share'], 20 / 45)

    def test_nothing_is_said_of_few_deals_on_either_side(self):
        self._create_closed(19, won=True, practice=self.practice)
        self._create_closed(30, won=False)
        row = self._get_row(self.practice)
        self.assertEqual(row['with'], {'count': 19, 'rate': False})
        self.assertEqual(row['without'], {'count': 30, 'rate': False})
        self.assertIs(row['difference'], False)
        groups = self.report._read_group(
            [('lead_id', 'in', self.deals.ids)],
            ['practice_id'],
            ['win_rate_with:avg', 'win_rate_without:avg', 'win_difference:avg'],
        )
        self.assertEqual(groups, [(self.practice, False, False, False)])

    def test_a_small_difference_may_be_chance(self):
        self._create_closed(11, won=True, practice=self.practice)
        self._create_closed(9, won=False, practice=self.practice)
        self._create_closed(10, won=True)
        self._create_closed(10, won=False)
        row = self._get_row(self.practice)
        self.assertAlmostEqual(row['difference'], 0.05)
        self.assertTrue(row['may_be_chance'])

    def test_open_deals_count_for_the_share_alone(self):
        self.deals = self.deal
        row = self._get_row(self.practice)
        self.assertEqual((row['count'], row['share']), (1, 0.0))
        self.assertEqual((row['with']['count'], row['without']['count']), (0, 0))
        self.deal.tick_deal_practice(self.practice.id)
        self.assertEqual(self._get_row(self.practice)['share'], 1.0)

    def test_practices_of_a_stage_that_was_not_reached_do_not_count(self):
        later = self._create_practice(name="Later", stage_id=self.talks.id)
        self.deals = self.deal
        self.assertIsNone(self._get_row(later))
        self.deal.stage_id = self.signed
        self.assertEqual(self._get_row(later)['count'], 1)
        self.assertEqual(self._get_row(self.practice)['count'], 1)

    def test_practices_come_by_the_difference_that_they_make(self):
        worse = self._create_practice(name="Worse")
        unknown = self._create_practice(name="Unknown", kind='competitor')
        self._create_closed(20, won=True, practice=self.practice)
        self._create_closed(20, won=False, practice=worse)
        picture = self.report.get_picture([('lead_id', 'in', self.deals.ids)])
        ids = [row['id'] for row in picture['rows']]
        self.assertEqual(ids, [self.practice.id, worse.id, unknown.id])
        self.assertEqual([row['difference'] for row in picture['rows']], [1.0, -1.0, False])

    def test_a_removed_practice_keeps_its_history(self):
        self._create_closed(3, won=True, practice=self.practice)
        self.practice.unlink()
        self.assertTrue(self.practice.removed_on)
        self._create_closed(2, won=False)
        self._set_in_database(self.deals[3:], date_closed=NOW + timedelta(days=3000))
        row = self._get_row(self.practice)
        self.assertTrue(row['is_removed'])
        self.assertEqual(row['count'], 3)
        self.practice.active = True
        self.assertFalse(self.practice.removed_on)
        self.assertEqual(self._get_row(self.practice)['count'], 5)

    def test_a_removed_practice_whose_field_is_gone_breaks_nothing(self):
        gone = self._create_practice(
            name="Gone", kind='domain', domain="[('date_deadline', '!=', False)]"
        )
        gone.active = False
        self._set_in_database(gone, domain="[('x_gone', '=', 1)]")
        self._create_closed(1, won=True)
        self.assertIsNone(self._get_row(gone))
        self.assertTrue(self._get_row(self.practice))

    def test_what_nobody_could_tick_counts_for_nothing(self):
        self._create_closed(2, won=True)
        fact = self._create_practice(name="A rival", kind='competitor')
        self._set_in_database(self.deals, date_closed=NOW)
        self._set_in_database(self.practice | fact, create_date=NOW + timedelta(days=1))
        self.assertIsNone(self._get_row(self.practice))
        self.assertEqual(self._get_row(fact)['count'], 2)

    def test_a_total_of_several_practices_has_no_win_rate(self):
        self._create_practice(name="Another")
        self._create_closed(20, won=True, practice=self.practice)
        self._create_closed(20, won=False)
        domain = [('lead_id', 'in', self.deals.ids)]
        measures = ['closed_with:sum', 'win_rate_with:avg', 'win_difference:avg']
        for specs in ([], ['stage_id']):
            [row] = self.report._read_group(domain, specs, measures)
            self.assertEqual(row[len(specs) :], (20, False, False))
        sets = self.report._read_grouping_sets(domain, [[], ['practice_id']], measures)
        self.assertEqual(sets[0], [(20, False, False)])
        self.assertIn((self.practice, 20, 1.0, 1.0), sets[1])

    def test_practices_passed_are_told(self):
        self._create_closed(3, won=True)
        values = {'practice_id': self.practice.id, 'requirement': 'ask', 'way': 'reason'}
        system(self.env['deal.practice.override']).create(
            [{**values, 'lead_id': deal.id} for deal in (*self.deals[:2], self.deals[0])]
        )
        self.assertEqual(self._get_row(self.practice)['passed'], 2)
        passed = [('is_passed', '=', True), ('practice_id', '=', self.practice.id)]
        self.assertEqual(self.report.search(passed).lead_id, self.deals[:2])

    def test_the_deals_of_each_figure_are_as_many_as_it_says(self):
        self._create_closed(4, won=True, practice=self.practice)
        self._create_closed(3, won=False)
        row = self._get_row(self.practice)
        of_row = [('lead_id', 'in', self.deals.ids), ('practice_id', '=', self.practice.id)]
        closed = [*of_row, ('state', 'in', ('won', 'lost'))]
        for domain, count in (
            (of_row, row['count']),
            ([*of_row, ('has_fulfilled', '=', True)], 4),
            ([*closed, ('has_fulfilled', '=', True)], row['with']['count']),
            ([*closed, ('has_fulfilled', '=', False)], row['without']['count']),
        ):
            self.assertEqual(self.report.search_count(domain), count)

    def test_by_salesperson_and_period(self):
        self._create_closed(2, won=True, user_id=self.salesman.id)
        self._create_closed(1, won=True, user_id=self.manager.id)
        self._set_in_database(self.deals, date_closed=NOW)
        self._set_in_database(self.practice, create_date=NOW - timedelta(days=1))
        groups = self.report._read_group(
            [('lead_id', 'in', self.deals.ids)],
            ['user_id', 'date_closed:month', 'date_closed_persian_month'],
            ['closed_without:sum'],
        )
        month = datetime(2026, 6, 1)
        wanted = {(self.salesman, month, '1405/03', 2), (self.manager, month, '1405/03', 1)}
        self.assertEqual(set(groups), wanted)

    def test_a_deal_closed_in_the_second_of_a_practice_counts(self):
        self._create_closed(1, won=True)
        self._set_in_database(self.deals, date_closed=NOW)
        self._set_in_database(self.practice, create_date=NOW + timedelta(seconds=0.9))
        self.assertEqual(self._get_row(self.practice)['without']['count'], 1)

    def test_without_practices_there_is_nothing(self):
        self.env['deal.practice'].search([]).unlink()
        self.assertEqual(self.report.search_count([]), 0)
        self.assertEqual(self.report.get_picture([])['rows'], [])

    def test_the_picture_takes_as_many_queries_for_one_deal_as_for_many(self):
        self._create_practices_of_all_kinds()
        self._create_closed(1, won=True)
        counts = []
        for _round in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.report.get_picture([('lead_id', 'in', self.deals.ids)])
            counts.append(self.env.cr.sql_log_count - before)
            self._create_closed(10, won=False)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 20)


@tagged('post_install', '-at_install')
class TestPracticeCount(PracticeReportCase):
    """Random deals and practices, against a plain count of the records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(7)
        cls.shared = cls.env['crm.stage'].create({'name': "For all", 'sequence': 2})
        cls.of_team = cls.env['crm.stage'].create(
            {
                'name': "Of a team",
                'sequence': 3,
                'deal_process_id': cls.process_a.id,
                'team_ids': [Command.set(cls.team_b.ids)],
            }
        )
        cls.stages = cls.process_a.stage_ids | cls.process_b.stage_ids | cls.shared | cls.of_team
        cls.practices = cls._create_random_practices()
        cls.deals = cls._create_random_deals()
        cls._record_at_random()
        cls.env.flush_all()

    @classmethod
    def _create_random_practices(cls):
        kinds = (
            {'kind': 'tick'},
            {'kind': 'competitor'},
            {'kind': 'contact', 'contact_role': 'decision_maker'},
            {'kind': 'domain', 'domain': "[('expected_revenue', '>', 100)]"},
        )
        practices = cls.env['deal.practice']
        for number in range(24):
            practice = cls._create_practice(
                name=f"Practice {number}",
                stage_id=cls.random.choice(cls.stages).id,
                team_ids=cls.random.choice(([], [], cls.team_a.ids, cls.team_b.ids)),
                **kinds[number % 4],
            )
            practices |= practice
            cls._set_in_database(practice, create_date=NOW - timedelta(days=number * 4))
            if number % 5 == 0:
                practice.active = False
                cls._set_in_database(practice, removed_on=NOW - timedelta(days=number))
        return practices

    @classmethod
    def _create_random_deals(cls):
        teams = (cls.team_a.id, cls.team_b.id, False)
        deals = cls.env['crm.lead']
        for number in range(120):
            stage = cls.random.choice(cls.stages)
            deal = cls._create_deal(
                deal_process_id=stage.deal_process_id.id or cls.process_a.id,
                expected_revenue=cls.random.choice((50, 500)),
                user_id=cls.random.choice((cls.salesman, cls.manager)).id,
                team_id=cls.random.choice(teams),
                stage_id=stage.id,
            )
            if number % 3 == 0 and not stage.is_won:
                deal.action_set_lost(lost_reason_id=cls.reason.id)
            elif number % 3 == 1:
                deal.action_set_won()
            if deal.deal_state != 'open':
                days = cls.random.randrange(100)
                cls._set_in_database(deal, date_closed=NOW - timedelta(days=days))
            deals |= deal
        return deals

    @classmethod
    def _record_at_random(cls):
        person = cls.env['res.partner'].create({'name': "Anna"})
        ticked = cls.practices.filtered(lambda practice: practice.kind == 'tick')
        for deal in cls.deals:
            if cls.random.random() < 0.5:
                deal.deal_competitor_ids = [
                    Command.create({'name': name}) for name in ("A rival", "Another")
                ]
            if cls.random.random() < 0.5:
                role = cls.random.choice(('decision_maker', 'user'))
                deal.deal_contact_ids = [Command.create({'partner_id': person.id, 'role': role})]
            done = cls.random.sample(ticked, cls.random.randrange(len(ticked)))
            # Of the past, whatever the process of the deal is now.
            cls.env['deal.practice.tick'].sudo().create(
                [{'lead_id': deal.id, 'practice_id': practice.id} for practice in done]
            )

    def _counts(self, deal, practice):
        """Tell whether a deal counts for a practice, as the documentation says it."""
        stage = practice.stage_id
        if practice.team_ids and deal.team_id not in practice.team_ids:
            return False
        if stage != deal.stage_id:
            if stage.team_ids and deal.team_id not in stage.team_ids:
                return False
            if stage.deal_process_id not in (deal.deal_process_id.browse(), deal.deal_process_id):
                return False
            if (stage.sequence, stage.id) > (deal.stage_id.sequence, deal.stage_id.id):
                return False
        is_closed = deal.deal_state in ('won', 'lost')
        if not practice.active and not (is_closed and deal.date_closed <= practice.removed_on):
            return False
        return not (
            practice.kind == 'tick' and is_closed and deal.date_closed < practice.create_date
        )

    def _fulfils(self, deal, practice):
        return {
            'tick': practice in deal.deal_tick_ids.practice_id,
            'competitor': bool(deal.deal_competitor_ids),
            'contact': 'decision_maker' in deal.deal_contact_ids.mapped('role'),
            'domain': deal.expected_revenue > 100,
        }[practice.kind]

    def _count(self, practice, deals):
        """Return the figures of a practice, counted deal by deal."""
        counted = [deal for deal in deals if self._counts(deal, practice)]
        fulfilled = [deal for deal in counted if self._fulfils(deal, practice)]
        sides = []
        for side in (fulfilled, [deal for deal in counted if deal not in fulfilled]):
            closed = [deal for deal in side if deal.deal_state in ('won', 'lost')]
            won = [deal for deal in closed if deal.deal_state == 'won']
            sides.append((len(closed), len(won)))
        return len(counted), len(fulfilled), *sides

    def _assert_picture(self, domain, deals):
        domain = [('lead_id', 'in', self.deals.ids), *domain]
        rows = {row['id']: row for row in self.report.get_picture(domain)['rows']}
        self.assertTrue(rows)
        for practice in self.practices:
            count, fulfilled, with_it, without = self._count(practice, deals)
            row = rows.get(practice.id)
            if row is None:
                self.assertEqual(count, 0, practice.name)
                continue
            self.assertEqual(row['count'], count, practice.name)
            self.assertAlmostEqual(row['share'], fulfilled / count)
            self.assertEqual(row['with']['count'], with_it[0])
            self.assertEqual(row['without']['count'], without[0])
            if min(with_it[0], without[0]) < 3:
                self.assertIs(row['difference'], False)
                continue
            self.assertAlmostEqual(row['with']['rate'], with_it[1] / with_it[0])
            self.assertAlmostEqual(row['without']['rate'], without[1] / without[0])
            difference = with_it[1] / with_it[0] - without[1] / without[0]
            self.assertAlmostEqual(row['difference'], difference)

    def test_the_picture_is_a_count_of_the_records(self):
        with patch(MIN_DEALS, 3):
            self._assert_picture([], self.deals)

    def test_filters_count_what_they_leave(self):
        since = NOW - timedelta(days=40)
        closed = self.deals.filtered(lambda deal: deal.date_closed and deal.date_closed >= since)
        with patch(MIN_DEALS, 3):
            self._assert_picture([('date_closed', '>=', since)], closed)
            for name, value in (('team_id', self.team_b), ('user_id', self.salesman)):
                chosen = self.deals.filtered(lambda deal: deal[name] == value)  # noqa: B023
                self._assert_picture([(name, '=', value.id)], chosen)

    def test_what_changes_after_closing_counts_at_once(self):
        since = NOW - timedelta(days=60)
        closed = self.deals.filtered('date_closed')
        for deal in self.random.sample(list(closed), 40):
            deal.deal_tick_ids[:2].unlink()
            deal.deal_contact_ids.unlink()
            deal.deal_competitor_ids = [Command.clear(), Command.create({'name': "A late one"})]
            deal.expected_revenue = self.random.choice((50, 500))
        lost = closed.filtered(lambda deal: deal.deal_state == 'lost')
        lost[:5].action_restore()
        asked = self.practices.filtered(lambda practice: practice.kind == 'domain')
        asked[:2].domain = "[('expected_revenue', '>', 1)]"
        asked[2:4].domain = "[('expected_revenue', '>', 1000)]"
        self.patch(type(self), '_fulfils', self._get_changed_rule(asked))
        self._set_in_database(asked[4:5], active=False, removed_on=NOW - timedelta(days=50))
        chosen = self.deals.filtered(lambda deal: deal.date_closed and deal.date_closed >= since)
        with patch(MIN_DEALS, 3):
            self._assert_picture([], self.deals)
            self._assert_picture([('date_closed', '>=', since)], chosen)

    def _get_changed_rule(self, asked):
        plain = type(self)._fulfils

        def fulfils(case, deal, practice):
            if practice in asked[:4]:
                return deal.expected_revenue > (1 if practice in asked[:2] else 1000)
            return plain(case, deal, practice)

        return fulfils

    def test_salespeople_count_their_own_deals(self):
        own = self.deals.filtered(lambda deal: deal.user_id == self.salesman)
        self.report = self.report.with_user(self.salesman)
        since = NOW - timedelta(days=40)
        closed = own.filtered(lambda deal: deal.date_closed and deal.date_closed >= since)
        with patch(MIN_DEALS, 3):
            self._assert_picture([], own)
            self._assert_picture([('date_closed', '>=', since)], closed)

    def test_conditions_that_choose_deals_change_no_figure(self):
        self.deals[0].partner_id = self.env['res.partner'].create({'name': "Anna Nowak"})
        own, since = ('user_id', '=', self.salesman.id), ('date_closed', '>=', NOW)
        team = ('team_id', 'in', self.team_a.ids)
        for domain in (
            [own],
            [team, since],
            ['|', team, since],
            ['!', team],
            ['!', '|', own, ('has_fulfilled', '=', True)],
            ['|', own, ('has_fulfilled', '=', True)],
            [('lead_id', 'in', self.deals[:50].ids), ('is_passed', '=', False)],
            ['!', ('lead_id', 'in', self.deals[:50].ids)],
            [('partner_id', 'child_of', self.deals[0].partner_id.id)],
            [('partner_id', 'ilike', "nowak")],
            ['!', ('partner_id', 'not ilike', "nowak")],
            [('team_id.crm_team_member_ids.user_id', '=', self.salesman.id)],
            [('create_date', '>=', 'today -1m'), ('user_id', '!=', False)],
            ['|', ('state', 'in', ('open', 'suspended')), ('date_closed', '>=', 'today -12m')],
        ):
            for user in (self.env.user, self.manager, self.salesman):
                report = self.report.with_user(user)
                with self.subTest(domain=domain, user=user.name):
                    figures = self._get_figures(report, domain)
                    with patch.object(type(report), '_choose', lambda *_args: None):
                        self.assertEqual(self._get_figures(report, domain), figures)

    def _get_figures(self, report, domain):
        measures = ['__count', 'fulfilled_share:sum', 'closed_with:sum', 'win_rate_without:avg']
        return report._read_group(domain, ['practice_id', 'user_id', 'state'], measures)

    def test_whatever_is_searched_finds_who_fulfils_what(self):
        fulfilled = self.report.search([('has_fulfilled', '=', True)])
        deal = fulfilled.lead_id[0]
        for domain in (
            [('lead_id', 'ilike', deal.deal_number)],
            [('lead_id.deal_number', '=', deal.deal_number)],
            ['!', ('lead_id', '!=', deal.id)],
            ['!', '|', ('lead_id', '!=', deal.id), ('has_fulfilled', '=', False)],
            [
                '&',
                ('lead_id', '=', deal.id),
                '|',
                ('state', '=', 'x'),
                ('has_fulfilled', '=', True),
            ],
        ):
            with self.subTest(domain=domain):
                found = self.report.search([*domain, ('has_fulfilled', '=', True)])
                self.assertEqual(found, fulfilled.filtered(lambda row: row.lead_id == deal))

    def test_rows_are_the_same_as_figures_of_groups(self):
        domain = [('lead_id', 'in', self.deals.ids)]
        rows = self.report.search(domain)
        self.assertEqual(len(rows), len(set(rows.ids)))
        groups = self.report._read_group(
            domain, ['practice_id'], ['closed_with:sum', 'closed_without:sum']
        )
        for practice, with_it, without in groups:
            of_practice = rows.filtered(lambda row: row.practice_id == practice)  # noqa: B023
            self.assertEqual(sum(of_practice.mapped('closed_with')), with_it)
            self.assertEqual(sum(of_practice.mapped('closed_without')), without)
