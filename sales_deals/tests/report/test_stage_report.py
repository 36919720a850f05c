"""Days in stages: those that Odoo's own status bar counts."""

from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

from odoo.tests import tagged

from .test_practice_report import PracticeReportCase

DAY = 24 * 60 * 60
BEGIN = datetime(2026, 1, 5, 9)


@tagged('post_install', '-at_install')
class TestStageReport(PracticeReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env['deal.stage.report'].with_context(tz='UTC')

    def _walk(self, *steps, lost_after=None):
        """Create a deal that goes from stage to stage.

        :param steps: tuples of days, and the stage to which the deal goes after them
        :param lost_after: days after the last step
        """
        deal = self._create_deal(
            deal_process_id=self.process_a.id, team_id=self.team_a.id, stage_id=self.start.id
        ).with_context(tracking_disable=False)
        self._flush_tracking()
        moment = BEGIN
        self._set_in_database(deal, create_date=moment, date_last_stage_update=moment)
        for days, stage in steps:
            moment += timedelta(days=days)
            deal.stage_id = stage
            self._flush_tracking()
            of_stage = [('field_id.name', '=', 'stage_id')]
            change = self.env['mail.tracking.value'].search(of_stage, order='id desc', limit=1)
            self._set_in_database(change, create_date=moment)
            self._set_in_database(deal, date_last_stage_update=moment)
        if lost_after is not None:
            deal.action_set_lost(lost_reason_id=self.reason.id)
            self._flush_tracking()
            self._set_in_database(deal, date_closed=moment + timedelta(days=lost_after))
        self.deals |= deal
        return deal

    def _flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _get_days(self, deal):
        rows = self.report.search([('lead_id', '=', deal.id)])
        return {row.stage_id: round(row.days, 3) for row in rows}

    def test_days_until_the_deal_left(self):
        deal = self._walk((3, self.talks), (2.5, self.signed))
        self.assertEqual(self._get_days(deal), {self.start: 3, self.talks: 2.5})

    def test_a_stage_that_the_deal_came_back_to_has_all_its_days(self):
        deal = self._walk((3, self.talks), (2, self.start), (4, self.talks))
        self.assertEqual(self._get_days(deal), {self.start: 7})

    def test_a_lost_deal_leaves_its_stage(self):
        deal = self._walk((3, self.talks), lost_after=6)
        self.assertEqual(self._get_days(deal), {self.start: 3, self.talks: 6})

    def test_an_open_deal_has_not_left_where_it_stands(self):
        self.assertEqual(self._get_days(self._walk()), {})

    def test_a_lead_comes_to_its_stage_when_it_becomes_a_deal(self):
        deal = self._walk((10, self.talks))
        self._set_in_database(deal, date_conversion=BEGIN + timedelta(days=4))
        self.assertEqual(self._get_days(deal), {self.start: 6})

    def test_longer_than_expected(self):
        self.start.rotting_threshold_days = 5
        self._walk((3, self.talks), (9, self.signed))
        self._walk((8, self.talks))
        groups = self.report._read_group(
            [('lead_id', 'in', self.deals.ids)],
            ['stage_id'],
            ['__count', 'days:avg', 'days_expected:avg', 'longer_share:avg'],
        )
        found = {stage: figures for stage, *figures in groups}
        self.assertEqual(found[self.start], [2, 5.5, 5.0, 0.5])
        self.assertEqual(found[self.talks], [1, 9.0, False, False])
        longer = self.report.search([('is_longer', '=', True), ('lead_id', 'in', self.deals.ids)])
        self.assertEqual(longer.lead_id, self.deals[1])

    def test_days_are_those_of_odoos_status_bar(self):
        random = Random(3)
        for _number in range(12):
            stages, steps = [self.start], []
            for _step in range(random.randrange(1, 6)):
                stages.append(
                    random.choice([s for s in self.process_a.stage_ids if s != stages[-1]])
                )
                steps.append((random.randrange(1, 30), stages[-1]))
            deal = self._walk(*steps)
            shown = {
                int(stage): round(seconds / DAY, 3)
                for stage, seconds in deal.duration_tracking.items()
                if int(stage) != deal.stage_id.id
            }
            found = {stage.id: days for stage, days in self._get_days(deal).items()}
            self.assertEqual(found, shown)

    def test_a_deal_that_left_on_a_persian_day(self):
        self._walk((3, self.talks))
        groups = self.report._read_group(
            [('lead_id', 'in', self.deals.ids)], ['left_on:month', 'left_on_persian_month']
        )
        self.assertEqual(groups, [(datetime(2026, 1, 1), '1404/10')])

    def test_conditions_that_choose_deals_change_no_figure(self):
        random = Random(3)
        stages = [self.start, self.talks]
        for number in range(12):
            steps = [(random.randrange(1, 60), random.choice(stages)) for _step in range(4)]
            if number % 3:
                self._walk(*steps, lost_after=random.randrange(60))
            else:
                self._walk(*steps, (random.randrange(60), self.signed))
        self.deals[::2].user_id = self.salesman
        self.env.flush_all()
        middle = BEGIN + timedelta(days=90)
        since, until = ('left_on', '>=', middle), ('left_on', '<', BEGIN + timedelta(days=120))
        for domain in (
            [since],
            [since, until],
            [until],
            ['!', since],
            ['|', since, ('state', '=', 'lost')],
            [since, ('user_id', '=', self.salesman.id)],
            [('left_on', '>=', 'today -12m')],
            [('left_on', '>', str(middle.date()))],
        ):
            with self.subTest(domain=domain):
                domain = [('lead_id', 'in', self.deals.ids), *domain]
                rows = self.report.search(domain)
                days = rows.mapped('days')
                with patch.object(type(self.report), '_choose', lambda *_args: None):
                    self.env.invalidate_all()
                    self.assertEqual(self.report.search(domain), rows)
                    self.assertEqual(rows.mapped('days'), days)
