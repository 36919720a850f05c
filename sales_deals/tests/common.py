"""Fixtures of all the addon's tests."""

from datetime import datetime
from unittest.mock import patch

from lxml import etree

from odoo import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user
from odoo.tools import SQL


class TourCase(HttpCase):
    """Tours that pass on a busy machine, too: `add_tour.js` gives their steps as much time."""

    # While a page waits for the test's transaction; Odoo's page of the error is no JSON.
    test_cursor_lock_timeout = 120

    def start_tour(self, url_path, tour_name, step_delay=None, **kwargs):
        super().start_tour(url_path, tour_name, step_delay, **{'timeout': 240, **kwargs})


class DealCase(TransactionCase):
    """Two processes of our own, a team for each, and users of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.other_company = cls.env['res.company'].create({'name': "Other Company"})
        cls.standard = cls.env.ref('sales_deals.deal_process_standard')
        cls.process_a = cls._create_process("Alpha", 'A-%(range_year)s-')
        cls.process_b = cls._create_process("Beta", 'B-%(range_year)s-')
        cls.team_a = cls._create_team("Team Alpha", cls.process_a)
        cls.team_b = cls._create_team("Team Beta", cls.process_b)
        cls.salesman = cls._create_user('deal_salesman', 'sales_team.group_sale_salesman')
        cls.salesman_all = cls._create_user('deal_all', 'sales_team.group_sale_salesman_all_leads')
        cls.manager = cls._create_user('deal_manager', 'sales_team.group_sale_manager')
        cls.stranger = cls._create_user(
            'deal_stranger',
            'sales_team.group_sale_manager',
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.employee = cls._create_user('deal_employee', 'base.group_user')
        cls.portal = cls._create_user('deal_portal', 'base.group_portal')
        cls.public = cls.env.ref('base.public_user')

    @classmethod
    def _create_process(cls, name, prefix, **values):
        stages = [("Start", 1, False), ("Talks", 2, False), ("Signed", 70, True)]
        return cls.env['deal.process'].create(
            {
                'name': name,
                'sequence': 50,
                'number_prefix': prefix,
                'number_padding': 4,
                'stage_ids': [
                    Command.create({'name': f"{name} {stage}", 'sequence': sequence, 'is_won': won})
                    for stage, sequence, won in stages
                ],
                **values,
            }
        )

    @classmethod
    def _create_team(cls, name, process, **values):
        return cls.env['crm.team'].create(
            {
                'name': name,
                'deal_process_ids': [Command.set(process.ids)],
                'user_id': False,
                **values,
            }
        )

    @classmethod
    def _create_user(cls, login, group, **values):
        return new_test_user(cls.env, login, groups=group, lang='en_US', **values)

    @classmethod
    def _create_deal(cls, **values):
        return cls.env['crm.lead'].create(cls._prepare_deal(**values))

    @classmethod
    def _prepare_deal(cls, **values):
        return {'name': "A deal", 'type': 'opportunity', 'user_id': False, **values}


class CalculationCase(DealCase):
    """A deal to calculate, and products with list price, cost and taxes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env['res.partner'].create({'name': "Client"})
        cls.deal = cls._create_deal(partner_id=cls.partner.id, company_id=cls.company.id)
        cls.tax_added = cls._create_tax("VAT 23", 23.0)
        cls.tax_included = cls._create_tax("VAT 23 included", 23.0, 'tax_included')
        cls.pricelist = cls.env['product.pricelist'].create(
            {
                'name': "Retail",
                'currency_id': cls.company.currency_id.id,
            }
        )
        cls.window = cls._create_product("Window", 120.0, 80.0)
        cls.door = cls._create_product("Door", 500.0, 300.0)
        cls.variant = cls._create_variant()

    @classmethod
    def _create_tax(cls, name, amount, price_include='tax_excluded', **values):
        return cls.env['account.tax'].create(
            {
                'name': name,
                'amount': amount,
                'price_include_override': price_include,
                'company_id': cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_reverse_charge(cls):
        """Create a tax that takes off as much as it adds."""
        parts = [('base', 100.0), ('tax', 100.0), ('tax', -100.0)]
        commands = [
            Command.create({'repartition_type': kind, 'factor_percent': percent})
            for kind, percent in parts
        ]
        return cls._create_tax(
            "Reverse Charge",
            23.0,
            invoice_repartition_line_ids=commands,
            refund_repartition_line_ids=commands,
        )

    @classmethod
    def _create_product(cls, name, list_price, cost, **values):
        return cls.env['product.product'].create(
            {
                'name': name,
                'list_price': list_price,
                'standard_price': cost,
                'taxes_id': [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _create_variant(cls, **values):
        return cls.env['deal.variant'].create(
            {
                'lead_id': cls.deal.id,
                'name': "A",
                'pricelist_id': cls.pricelist.id,
                **values,
            }
        )

    @classmethod
    def _create_line(cls, variant=None, product=None, **values):
        return cls.env['deal.variant.line'].create(
            {
                'variant_id': (variant or cls.variant).id,
                'product_id': (product or cls.window).id,
                **values,
            }
        )

    @classmethod
    def _get_list_spec(cls):
        """Return what the tab's list reads of a line: of related records only the names."""
        view = cls.env.ref('sales_deals.deal_variant_line_view_list_calculation')
        lines = cls.env['deal.variant.line']
        arch = etree.fromstring(lines.get_view(view.id, 'list')['arch'])
        return {
            node.get('name'): cls._get_field_spec(lines._fields[node.get('name')], node)
            for node in arch.findall('field')
        }

    @classmethod
    def _get_field_spec(cls, field, node):
        inner = {inner.get('name'): {} for inner in node.iter('field') if inner is not node}
        return {'fields': inner or {'display_name': {}}} if field.relational else {}

    @classmethod
    def _forbid_costs(cls, user):
        """Take the group away from a user, as an administrator does for the salespeople."""
        group = cls.env.ref('sales_deals.group_show_costs')
        salespeople = cls.env.ref('sales_team.group_sale_salesman')
        salespeople.implied_ids = [Command.unlink(group.id)]
        user.group_ids = [Command.unlink(group.id)]
        assert not user.has_group('sales_deals.group_show_costs')


class MergeCase(CalculationCase):
    """Three deals of different years."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._create_dated("Old", 2024, email_from='old@example.com')
        cls.lost = cls._create_dated("Lost", 2025, phone='+48221234567')
        cls.new = cls._create_dated("New", 2026, website='https://new.example', type='lead')
        cls.leads = cls.old | cls.lost | cls.new

    @classmethod
    def _create_dated(cls, name, year, **values):
        lead = cls._create_deal(name=name, company_id=cls.company.id, **values)
        lead.flush_recordset()
        cls.env.cr.execute(
            SQL("UPDATE crm_lead SET create_date = %s WHERE id = %s", datetime(year, 1, 1), lead.id)
        )
        lead.invalidate_recordset()
        return lead

    def _merge(self, leads=None, **kwargs):
        return (leads or self.leads)._merge_into_oldest(**kwargs)


class OfferCase(CalculationCase):
    """A calculation that can be offered, and a template."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = 'client@example.com'
        cls.template = cls.env['deal.offer.template'].create({'name': "Letter"})
        cls.line = cls._create_line(quantity=2)
        cls.option = cls._create_line(product=cls.door, is_optional=True)
        cls.deal.user_id = cls.salesman_all
        cls.key, cls.option_key = str(cls.variant.id), str(cls.option.id)

    @classmethod
    def _make_offer(cls, **values):
        return cls.env['deal.offer'].create(
            {'lead_id': cls.deal.id, 'template_id': cls.template.id, **values}
        )

    @classmethod
    def _send(cls, **values):
        offer = cls._make_offer(**values)
        offer._send()
        return offer


class ActivityCase(DealCase):
    """A salesperson's deal, a type of activities with outcomes, and one that follows on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deal = cls._create_deal(user_id=cls.salesman.id, company_id=cls.company.id)
        cls.reached = cls.env.ref('sales_deals.activity_outcome_reached')
        cls.no_answer = cls.env.ref('sales_deals.activity_outcome_no_answer')
        cls.visit = cls._create_type("Visit")
        cls.letter = cls._create_type("Letter", icon='fa-envelope')

    @classmethod
    def _create_type(cls, name, **values):
        return cls.env['mail.activity.type'].create(
            {'name': name, 'res_model': 'crm.lead', **values}
        )

    @classmethod
    def _create_step(cls, kind=None, next_kind=None, **values):
        return cls.env['deal.activity.step'].create(
            {
                'type_id': (kind or cls.visit).id,
                'next_type_id': (next_kind or cls.letter).id,
                **values,
            }
        )

    @classmethod
    def _plan(cls, kind=None, lead=None, user=None, **values):
        return (lead or cls.deal).activity_schedule(
            activity_type_id=(kind or cls.visit).id,
            user_id=(user or cls.salesman).id,
            automated=False,
            **values,
        )

    @classmethod
    def _do(cls, kind=None, lead=None, user=None, **values):
        """Plan an activity and mark it as done.

        :return: what is suggested then
        """
        lead = lead or cls.deal
        activity = cls._plan(kind, lead, user, **values)
        activity.with_user(user or cls.salesman).action_feedback()
        return lead.deal_suggestion_ids.filtered(lambda step: step.state == 'open')


class FollowupCase(DealCase):
    """A salesperson's deals with addresses, and what follows on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman.email = 'seller@ours.example'
        cls.anna = cls._create_mailed("Anna")
        cls.jan = cls._create_mailed("Jan")
        cls.leads = cls.anna | cls.jan
        cls.mail_template = cls.env['mail.template'].create(
            {
                'name': "Letter",
                'model_id': cls.env['ir.model']._get_id('crm.lead'),
                'subject': "About {{ object.name }}",
                'body_html': (
                    '<p>Dear <t t-out="object.contact_name">friend</t>, we wait for you.</p>'
                ),
                'lang': '{{ object.lang_code }}',
            }
        )

    @classmethod
    def _create_mailed(cls, contact, **values):
        return cls._create_deal(
            **{
                'name': f"Deal of {contact}",
                'contact_name': contact,
                'email_from': f'{contact.lower()}@client.example',
                'user_id': cls.salesman.id,
                'company_id': cls.company.id,
                **values,
            }
        )

    @classmethod
    def _make_followup(cls, leads=None, user=None, **values):
        """Make a draft of the salesperson, or of another user."""
        leads = cls.leads if leads is None else leads
        followups = cls.env['deal.followup'].with_user(user or cls.salesman)
        values = {'template_id': cls.mail_template.id, 'skip_days': 0, **values}
        return followups._make_for_leads(leads.with_user(user or cls.salesman), **values)

    @classmethod
    def _run_job(cls):
        """Run the job without commits, so that a test's changes are rolled back."""
        with patch.object(cls.registry['ir.cron'], '_commit_progress', return_value=60.0):
            cls.env['deal.followup']._cron_send()

    @classmethod
    def _get_line(cls, followup, lead):
        return followup.sudo().line_ids.filtered(lambda line: line.lead_id == lead)

    @classmethod
    def _get_reasons(cls, followup):
        """Return the reason against each deal's message, by the name of its contact."""
        return {line.lead_id.contact_name: line.reason for line in followup.sudo().line_ids}

    @classmethod
    def _write_mail(cls, lead, kind, date, address=None):
        """Log a message of the past: 'email' comes in, 'email_outgoing' goes out."""
        message = lead.sudo()._message_log(body="Text", message_type=kind)
        message.write(
            {
                'date': date,
                'author_id': False,
                'email_from': address or 'x@y.example',
                'is_internal': False,
            }
        )
        if kind != 'email':
            cls.env['mail.notification'].create(
                {
                    'mail_message_id': message.id,
                    'notification_type': 'email',
                    'notification_status': 'sent',
                    'mail_email_address': address or lead.email_normalized,
                }
            )
        return message
