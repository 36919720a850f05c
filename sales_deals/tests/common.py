"""Fixtures of all the addon's tests."""

from odoo import Command
from odoo.tests import TransactionCase, new_test_user


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
        return cls.env['deal.process'].create({
            'name': name,
            'sequence': 50,
            'number_prefix': prefix,
            'number_padding': 4,
            'stage_ids': [
                Command.create({'name': f"{name} {stage}", 'sequence': sequence, 'is_won': won})
                for stage, sequence, won in stages
            ],
            **values,
        })

    @classmethod
    def _create_team(cls, name, process, **values):
        return cls.env['crm.team'].create({
            'name': name,
            'process_ids': [Command.set(process.ids)],
            'user_id': False,
            **values,
        })

    @classmethod
    def _create_user(cls, login, group, **values):
        return new_test_user(cls.env, login, groups=group, lang='en_US', **values)

    @classmethod
    def _create_deal(cls, **values):
        return cls.env['crm.lead'].create(cls._prepare_deal(**values))

    @classmethod
    def _prepare_deal(cls, **values):
        return {'name': "A deal", 'type': 'opportunity', 'user_id': False, **values}
