"""Reports of deals: their figures are those of the records, in each company and currency."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import OfferCase

READABLE = 'odoo.addons.sales_deals.models.report.deal_report.READABLE'
#: Dimensions of the report of deals, as the issue of reports has them.
DIMENSIONS = (
    'deal_process_id',
    'stage_id',
    'state',
    'kind',
    'team_id',
    'user_id',
    'partner_id',
    'country_id',
    'industry_id',
    'lost_reason_id',
    'competitor',
    'source_id',
    'company_id',
    'create_date:month',
    'date_deadline:month',
    'date_closed:month',
)


@tagged('post_install', '-at_install')
class ReportCase(OfferCase):
    """Deals in all states, of two companies with different currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env['res.currency'].create(
            {
                'name': 'QZF',
                'symbol': 'Q',
                'rate_ids': [Command.create({'name': '2020-01-01', 'rate': 4.0})],
            }
        )
        cls.company.currency_id.rate_ids.unlink()
        cls.other_company.currency_id = cls.foreign
        cls.both = cls._create_user(
            'deal_both',
            'sales_team.group_sale_manager',
            company_id=cls.company.id,
            company_ids=[Command.set((cls.company | cls.other_company).ids)],
        )
        cls.reason = cls.env['crm.lost.reason'].search([], limit=1)
        cls.industry = cls.env['res.partner.industry'].search([], limit=1)
        cls.partner.industry_id = cls.industry
        cls.leads = cls.deal | cls._create_many()
        cls.env.flush_all()

    @classmethod
    def _create_many(cls):
        leads = cls.env['crm.lead']
        owners = (cls.salesman, cls.salesman_all, cls.manager, cls.env['res.users'])
        for number in range(24):
            lead = cls._create_deal(
                name=f"Deal {number}",
                company_id=(cls.other_company if number % 3 == 0 else cls.company).id,
                user_id=False if number % 3 == 0 else owners[number % 4].id,
                team_id=False,
                partner_id=cls.partner.id if number % 2 else False,
                expected_revenue=100 + 7 * number,
                deal_cost=50 + number,
                date_deadline=fields.Date.today() + timedelta(days=9 * number - 60),
            )
            lead.probability = 10 + number
            cls._settle(lead, number)
            leads |= lead
        return leads

    @classmethod
    def _settle(cls, lead, number):
        if number % 4 == 1:
            lead.action_set_won()
        elif number % 4 == 2:
            lead.action_set_lost(lost_reason_id=cls.reason.id)
        elif number % 8 == 3:
            lead._suspend(fields.Date.today() + timedelta(days=30))
        lead.flush_recordset()
        cls.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                datetime(2026, 1 + number % 9, 3, 12),
                lead.id,
            )
        )
        lead.invalidate_recordset(['create_date'])

    def _get_report(self, user=None, name='deal.report', companies=None):
        user = user or self.both
        companies = companies or user.company_id | user.company_ids
        context = {'allowed_company_ids': companies.ids, 'tz': 'UTC'}
        return self.env[name].with_user(user).with_context(**context)

    def _read(self, groupby, aggregates, domain=(), **kwargs):
        domain = [('lead_id', 'in', self.leads.ids), *domain]
        groups = self._get_report(**kwargs)._read_group(domain, groupby, aggregates)
        number = len(groupby)
        return {row[:number]: row[number:] for row in groups}

    def _convert(self, lead, amount):
        today = fields.Date.today()
        return lead.company_currency._convert(
            amount, self.company.currency_id, self.company, today, round=False
        )

    def _assert_rows(self, found, expected):
        self.assertEqual(set(found), set(expected))
        for key, row in expected.items():
            for value, wanted in zip(found[key], row, strict=True):
                with self.subTest(key):
                    self.assertAlmostEqual(value or 0.0, wanted or 0.0, 4)


class TestDealReport(ReportCase):
    def test_figures_are_those_of_the_deals_in_one_currency(self):
        amounts = {
            'value': 'expected_revenue',
            'weighted_value': 'prorated_revenue',
            'cost': 'deal_cost',
            'profit': 'deal_profit',
        }
        found = self._read(
            ['state', 'company_id'], ['__count', *(f'{name}:sum' for name in amounts)]
        )
        expected = {
            (state, company): [
                len(leads),
                *(
                    sum(self._convert(lead, lead[name]) for lead in leads)
                    for name in amounts.values()
                ),
            ]
            for (state, company), leads in self.leads.sudo()
            .grouped(lambda lead: (lead.deal_state, lead.company_id))
            .items()
        }
        self.assertEqual(
            {state for state, _company in expected}, {'open', 'suspended', 'won', 'lost'}
        )
        self._assert_rows(found, expected)

    def test_margin_of_many_deals_is_that_of_their_sums(self):
        """Deals without a cost don't count: their margin is unknown."""
        self._create_deal(name="Without cost", expected_revenue=10_000)
        found = self._read(['company_id'], ['margin:avg'])
        for company, leads in self.leads.sudo().grouped('company_id').items():
            leads = leads.filtered(lambda lead: lead.expected_revenue * lead.deal_cost > 0)
            margin = sum(leads.mapped('deal_profit')) / sum(leads.mapped('expected_revenue'))
            self.assertAlmostEqual(found[company,][0], margin, 6)

    def test_win_rate_and_days_to_close_are_of_won_and_lost_deals(self):
        [(rate, days)] = self._read([], ['win_rate:avg', 'days_to_close:avg']).values()
        closed = self.leads.filtered(lambda lead: lead.deal_state in ('won', 'lost'))
        won = closed.filtered(lambda lead: lead.deal_state == 'won')
        self.assertAlmostEqual(rate, len(won) / len(closed))
        seconds = [(lead.date_closed - lead.create_date).total_seconds() for lead in closed]
        self.assertAlmostEqual(days, sum(seconds) / len(closed) / 86400, 3)

    def test_days_in_stage_are_of_deals_that_are_worked_on(self):
        standing = self.leads.filtered(lambda lead: lead.deal_state in ('open', 'suspended'))
        standing.date_last_stage_update = fields.Datetime.now() - timedelta(days=3)
        [(days,)] = self._read([], ['days_in_stage:avg']).values()
        self.assertEqual(days, 3)
        self.assertEqual(set(standing.mapped('deal_days_in_stage')), {3})

    def test_each_dimension_adds_up_to_the_same(self):
        [(count, value)] = self._read([], ['__count', 'value:sum']).values()
        self.assertEqual(count, len(self.leads))
        for dimension in DIMENSIONS:
            with self.subTest(dimension):
                rows = self._read([dimension], ['__count', 'value:sum'])
                self.assertEqual(sum(row[0] for row in rows.values()), count)
                self.assertAlmostEqual(sum(row[1] for row in rows.values()), value, 4)

    def test_industry_is_the_customers(self):
        rows = self._read(['industry_id'], ['__count'])
        of_partner = self.leads.filtered('partner_id')
        self.assertEqual(rows[self.industry,][0], len(of_partner))

    def test_discount_is_between_list_price_and_price(self):
        self.line.discount = 25
        self.option.discount = 50
        [(discount, value)] = self._read(
            [], ['discount:sum', 'value:sum'], [('lead_id', '=', self.deal.id)]
        ).values()
        self.assertAlmostEqual(discount, 2 * 120 * 0.25)
        self.assertAlmostEqual(value, 2 * 120 * 0.75)

    def test_discount_in_another_currency_is_converted(self):
        pricelist = self.env['product.pricelist'].create(
            {'name': "Foreign", 'currency_id': self.foreign.id}
        )
        deal = self._create_deal(company_id=self.company.id, partner_id=self.partner.id)
        self.leads |= deal
        variant = self._create_variant(lead_id=deal.id, pricelist_id=pricelist.id)
        line = self._create_line(variant, quantity=1)
        line.write({'price_unit': line.list_price - 40})
        [(discount,)] = self._read([], ['discount:sum'], [('lead_id', '=', deal.id)]).values()
        self.assertAlmostEqual(discount, 10)

    def test_offers_are_counted_by_what_became_of_them(self):
        first = self._send()
        now = fields.Datetime.now()
        self.env['deal.offer.view'].create(
            [
                {
                    'offer_id': first.id,
                    'began': now,
                    'last': now,
                    'visitor': visitor,
                    'kind': 'person',
                    'reason': 'visible',
                }
                for visitor in 'ab'
            ]
        )
        first.action_new_version()
        [row] = self._read(
            [], ['offers_sent:sum', 'offers_opened:sum', 'offers_accepted:sum']
        ).values()
        self.assertEqual(row, (1, 1, 0))
        first.sudo()._accept(self.key, [], "Client")
        [(accepted,)] = self._read([], ['offers_accepted:sum']).values()
        self.assertEqual(accepted, 1)

    def test_the_competitor_is_whom_the_deal_was_lost_to(self):
        rivals = self.env['deal.competitor'].create(
            [{'lead_id': self.deal.id, 'name': name} for name in ("First", "Second")]
        )
        domain = [('lead_id', '=', self.deal.id)]
        self.assertEqual(list(self._read(['competitor'], ['__count'], domain)), [("First",)])
        rivals[1].state = 'lost_to'
        self.assertEqual(list(self._read(['competitor'], ['__count'], domain)), [("Second",)])

    def test_decisions_that_were_put_off_are_counted_with_their_days(self):
        lead = self.leads[1].with_context(tracking_disable=False, mail_notrack=False)
        lead.date_deadline = day = fields.Date.today()
        self.env.cr.flush()  # what was changed where it was created is no change
        for days in (10, 4, 5):
            lead.date_deadline = day + timedelta(days=days)
            self.env.flush_all()
            self.env.cr.flush()  # Odoo notes changes then
        others = self.leads - lead
        [row] = self._read([], ['slips:sum', 'slipped_days:sum']).values()
        self.assertEqual(row, (2, 10 + 1))
        rows = self._get_report().search([('slips', '>', 0), ('lead_id', 'in', self.leads.ids)])
        self.assertEqual(rows.lead_id, lead)
        self.assertFalse(rows.lead_id & others)

    def test_what_is_no_deal_is_not_there(self):
        lead = self._create_deal(type='lead')
        archived = self._create_deal()
        archived.action_archive()
        kept = self._create_deal(company_id=self.company.id)
        merged = self._create_deal(company_id=self.company.id)
        (kept | merged)._merge_into_oldest()
        leads = lead | archived | kept | merged
        rows = self._get_report().search([('lead_id', 'in', leads.ids)])
        self.assertEqual(rows.lead_id, kept)

    def test_a_row_opens_its_deal(self):
        action = self._get_report().browse(self.deal.id).action_open_deal()
        self.assertEqual((action['res_model'], action['res_id']), ('crm.lead', self.deal.id))


class TestDealForecast(ReportCase):
    NAME = 'deal.forecast.report'
    AMOUNTS = ('open_value:sum', 'weighted_value:sum', 'won_value:sum')

    def test_months_have_what_is_open_and_what_was_won(self):
        found = self._read(['date:month'], self.AMOUNTS, name=self.NAME)
        expected = {}
        for lead in self.leads:
            value = self._convert(lead, lead.expected_revenue)
            if lead.deal_state == 'won':
                row = (lead.date_closed.date(), 0, 0, value)
            elif lead.deal_state == 'open':
                weighted = self._convert(lead, lead.prorated_revenue)
                row = (lead.date_deadline, value, weighted, 0)
            else:
                continue
            month = row[0] and row[0].replace(day=1)
            sums = expected.setdefault((month,), [0, 0, 0])
            expected[month,] = [was + more for was, more in zip(sums, row[1:], strict=True)]
        self._assert_rows(found, expected)

    def test_each_month_has_the_teams_targets(self):
        self.team_a.write({'invoiced_target': 500, 'company_id': self.company.id})
        self.team_b.write({'invoiced_target': 400, 'company_id': self.other_company.id})
        month = fields.Date.today().replace(day=1)
        domain = [('team_id', 'in', (self.team_a | self.team_b).ids), ('target', '>', 0)]
        report = self._get_report(name=self.NAME)
        groups = dict(report._read_group(domain, ['date:month'], ['target:sum']))
        self.assertEqual(len(groups), 24)
        self.assertEqual(groups[month], 600)
        rows = report.search(domain)
        self.assertEqual(len(set(rows.ids)), 48)
        own = self._get_report(name=self.NAME, companies=self.company)
        self.assertEqual(own.search(domain).team_id, self.team_a)


class TestOfferFunnel(ReportCase):
    def _make_offers(self):
        """Make four offers: one is left a draft, the others are sent, opened and accepted."""
        now = fields.Datetime.now()
        offers = self.env['deal.offer']
        for number in range(4):
            offer = self._make_offer()
            offers |= offer
            if number:
                offer._send()
                offer.sudo().sent_on = now - timedelta(days=4)
            if number > 1:
                began = now - timedelta(days=2)
                self.env['deal.offer.view'].create(
                    {
                        'offer_id': offer.id,
                        'began': began,
                        'last': began,
                        'visitor': 'a',
                        'kind': 'person',
                        'reason': 'visible',
                    }
                )
        offers[3].sudo().write({'state': 'accepted', 'closed_on': now - timedelta(days=1)})
        offers.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE deal_offer SET create_date = %s WHERE id IN %s",
                now - timedelta(days=5),
                offers._ids,
            )
        )
        return offers

    def test_steps_count_offers_with_conversion_and_days(self):
        offers = self._make_offers()
        report = self._get_report(name='deal.offer.funnel')
        domain = [('offer_id', 'in', offers.ids)]
        groups = report._read_group(domain, ['step'], ['__count', 'conversion:avg', 'days:avg'])
        expected = [
            ('1_made', 4, 0.75, None),
            ('2_sent', 3, 2 / 3, 1),
            ('3_opened', 2, 0.5, 2),
            ('4_accepted', 1, None, 1),
        ]
        for row, wanted in zip(groups, expected, strict=True):
            self.assertEqual(row[:2], wanted[:2])
            for value, right in zip(row[2:], wanted[2:], strict=True):
                self.assertAlmostEqual(value or 0, right or 0, 5)
        self.assertEqual(len(set(report.search(domain).ids)), 10)
        self._assert_steps_have_no_total(report, domain)

    def _assert_steps_have_no_total(self, report, domain):
        """Check it where sums are made in two steps, and where Odoo makes them in one."""
        plain = patch.object(type(report), '_group_first', lambda *_args: None)
        for context in (nullcontext(), plain):
            with context:
                [total, steps] = report.formatted_read_grouping_sets(
                    domain, [[], ['step']], ['__count', 'conversion:avg', 'days:avg']
                )
            self.assertEqual(total[0]['__count'], 10)
            self.assertFalse(total[0]['conversion:avg'] or total[0]['days:avg'])
            self.assertEqual(steps[0]['conversion:avg'], 0.75)

    def test_customers_are_shown_at_once_while_they_make_a_page_to_read(self):
        report = self._get_report()
        for xml_id in ('deal_report_action_people', 'deal_report_action_pipeline'):
            for readable, rows in ((2000, ['partner_id']), (1, [])):
                with self.subTest(xml_id, readable=readable), patch(READABLE, readable):
                    context = report.action_open_report(f'sales_deals.{xml_id}')['context']
                    self.assertEqual(context['pivot_row_groupby'][1:], rows)
                    self.assertNotIn('deal_readable_rows', context)


class TestDigest(ReportCase):
    NAMES = ('kpi_deal_won_amount', 'kpi_deal_offers_sent')

    def _get_figures(self, user, company):
        digest = self.env['digest.digest'].create(
            {'name': "Weekly", 'company_id': company.id, **dict.fromkeys(self.NAMES, True)}
        )
        now = fields.Datetime.now()
        context = {
            'start_datetime': now - timedelta(days=7),
            'end_datetime': now + timedelta(minutes=1),
            'allowed_company_ids': company.ids,
        }
        digest = digest.with_user(user).with_company(company).with_context(**context)
        return [digest[f'{name}_value'] for name in self.NAMES]

    def test_the_week_has_the_value_won_and_the_offers_sent(self):
        self.env['crm.lead'].search([('id', 'not in', self.leads.ids)]).date_closed = False
        offer = self._send()
        for company in (self.company, self.other_company):
            won = self.leads.filtered(
                lambda lead, company=company: (
                    lead.deal_state == 'won' and lead.company_id == company
                )
            )
            number = 1 if offer.company_id == company else 0
            with self.subTest(company.name):
                self.assertEqual(
                    self._get_figures(self.both, company),
                    [sum(won.mapped('expected_revenue')), number],
                )

    def test_only_salespeople_get_the_figures(self):
        with self.assertRaises(AccessError):
            self._get_figures(self.employee, self.company)
        kpis = self.env['digest.digest'].create(
            {'name': "Weekly", 'company_id': self.company.id, **dict.fromkeys(self.NAMES, True)}
        )
        shown = {kpi['kpi_name'] for kpi in kpis._compute_kpis(self.company, self.manager)}
        self.assertLessEqual(set(self.NAMES), shown)
        shown = {kpi['kpi_name'] for kpi in kpis._compute_kpis(self.company, self.employee)}
        self.assertFalse(shown & set(self.NAMES))
