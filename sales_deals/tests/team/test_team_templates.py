"""Offer templates and follow-up templates of a team."""

from odoo import Command
from odoo.tests import Form

from ..common import OfferCase


class TestTeamTemplates(OfferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        templates = cls.env['deal.offer.template']
        templates.search([]).sequence = 50
        cls.general = templates.create({'name': "General", 'sequence': 1})
        cls.alpha = templates.create(
            {'name': "Alpha", 'sequence': 9, 'team_ids': [Command.set(cls.team_a.ids)]}
        )
        cls.beta = templates.create(
            {'name': "Beta", 'sequence': 0, 'team_ids': [Command.set(cls.team_b.ids)]}
        )

    def _offer_of_team(self, team, **values):
        self.deal.team_id = team
        return self.env['deal.offer'].create({'lead_id': self.deal.id, **values})

    def test_a_new_offer_takes_its_team_s_first_template(self):
        self.assertEqual(self._offer_of_team(self.team_a).template_id, self.alpha)
        self.assertEqual(self._offer_of_team(self.team_b).template_id, self.beta)

    def test_a_team_without_templates_takes_the_first_of_all_teams(self):
        self.alpha.team_ids = self.team_b
        self.assertEqual(self._offer_of_team(self.team_a).template_id, self.general)

    def test_a_deal_without_a_team_takes_the_first_of_all_teams(self):
        self.deal.user_id = False
        offer = self._offer_of_team(self.env['crm.team'])
        self.assertEqual(offer.template_id, self.general)

    def test_a_chosen_template_stays(self):
        offer = self._offer_of_team(self.team_a, template_id=self.general.id)
        self.deal.team_id = self.team_b
        self.assertEqual(offer.template_id, self.general)

    def test_archived_templates_and_those_of_other_companies_are_not_taken(self):
        self.alpha.active = False
        self.general.company_id = self.other_company
        offer = self._offer_of_team(self.team_a)
        self.assertNotIn(offer.template_id, self.alpha | self.beta | self.general)
        self.assertTrue(offer.template_id)

    def test_a_new_version_keeps_the_template(self):
        offer = self._offer_of_team(self.team_a, template_id=self.general.id)
        offer._send()
        action = offer.action_new_version()
        version = self.env['deal.offer'].browse(action['res_id'])
        self.assertEqual(version.template_id, self.general)

    def test_the_preview_offers_the_templates_that_the_team_may_use(self):
        offer = self._offer_of_team(self.team_a)
        templates = offer._prepare_preview()['templates']
        self.assertEqual(templates[0], self.alpha)
        self.assertIn(self.general, templates)
        self.assertNotIn(self.beta, templates)

    def test_the_team_s_form_binds_templates(self):
        with Form(self.team_b) as form:
            form.deal_offer_template_ids.add(self.general)
        self.assertEqual(self.general.team_ids, self.team_b)

    def test_teams_share_the_followup_templates_that_both_have(self):
        one, other = self.env['mail.template'].create(
            [
                {'name': name, 'model_id': self.env['ir.model']._get_id('crm.lead')}
                for name in ("One", "Other")
            ]
        )
        self.team_a.deal_followup_template_ids = one | other
        self.team_b.deal_followup_template_ids = other
        self.assertEqual(self.team_a._get_followup_templates(), one | other)
        self.assertEqual((self.team_a | self.team_b)._get_followup_templates(), other)
        deals = self._create_deal(team_id=self.team_a.id) | self._create_deal(
            team_id=self.team_b.id
        )
        for leads, template in ((deals[0], one), (deals[1], other), (deals, other)):
            action = leads.with_user(self.salesman_all).action_deal_new_followup()
            followup = self.env['deal.followup'].browse(action['res_id'])
            self.assertEqual((followup.template_id, followup.subject), (template, template.subject))
        self.team_b.deal_followup_template_ids = False
        self.assertFalse((self.team_a | self.team_b)._get_followup_templates())
