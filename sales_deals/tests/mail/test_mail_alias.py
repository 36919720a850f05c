"""A team's alias: leads made from mails, and accepted senders."""

from odoo.tests import Form
from odoo.tools import mute_logger

from .test_mail_sender import MailCase


class TestMailAlias(MailCase):
    def _set_contact(self, contact):
        self.team_a.alias_contact = contact

    def _receive_bounced(self, sender, **values):
        """Return the texts of the mails that a refused sender gets."""
        sent = []

        def send(mails, *_args, **_kwargs):
            sent.extend(mails.mapped('body_html'))

        self.patch(self.env.registry['mail.mail'], 'send', send)
        with mute_logger('odoo.addons.mail.models.mail_thread'):
            self.assertFalse(self._receive(sender, **values))
        return sent

    def test_a_mail_makes_what_the_team_is_set_to(self):
        self.env.user.group_ids += self.env.ref('crm.group_use_lead')
        self.team_a.write({'use_leads': True})
        self.assertEqual(self._receive('a@new.example').type, 'lead')
        self.team_a.write({'use_leads': False, 'use_opportunities': True})
        self.assertEqual(self._receive('b@new.example').type, 'opportunity')

    def test_switching_leads_on_and_off_in_the_settings_reaches_the_mails(self):
        for is_on, kind in ((True, 'lead'), (False, 'opportunity'), (True, 'lead')):
            form = Form(self.env['res.config.settings'])
            form.group_use_lead = is_on
            form.save().execute()
            self.assertEqual(self._receive(f'{kind}{is_on}@new.example').type, kind)

    def test_a_new_team_takes_mails_as_it_is_set(self):
        self.env.user.group_ids += self.env.ref('crm.group_use_lead')
        values = {'use_leads': True, 'alias_name': 'gamma', 'alias_domain_id': self.domain.id}
        self._create_team("Gamma", self.process_b, **values)
        lead = self._receive('a@new.example', to='gamma@deals.example.com')
        self.assertEqual((lead.type, lead.deal_process_id), ('lead', self.process_b))

    def test_everyone_may_write_unless_it_is_set_otherwise(self):
        self.assertTrue(self._receive('a@new.example'))

    def test_known_contacts_only(self):
        self._set_contact('partners')
        self.assertTrue(self._receive('jan@okna.example'))
        self.assertEqual(len(self._receive_bounced('a@new.example')), 1)

    def test_followers_of_the_team_only(self):
        self._set_contact('followers')
        self.assertEqual(len(self._receive_bounced('jan@okna.example')), 1)
        self.team_a.message_subscribe(self.client_partner.ids)
        self.assertTrue(self._receive('jan@okna.example'))

    def test_employees_only(self):
        self._set_contact('internal_users')
        self.employee.partner_id.email = 'Eve@us.example'
        self.portal.partner_id.email = 'portal@client.example'
        self.assertTrue(self._receive('Eve <EVE@us.example>'))
        for sender in ('jan@okna.example', 'portal@client.example', 'nobody', 've@us.example'):
            self.assertEqual(len(self._receive_bounced(sender)), 1, sender)
        self.employee.active = False
        self.assertEqual(len(self._receive_bounced('eve@us.example')), 1)

    def test_a_refused_sender_is_told_in_his_language(self):
        self._set_contact('internal_users')
        words = {'en_US': "addresses of employees", 'pl_PL': "pracowników", 'fa_IR': "کارمندان"}
        for lang, text in words.items():
            self.client_partner.lang = lang
            [body] = self._receive_bounced('jan@okna.example')
            self.assertIn(text, body)

    def test_a_refused_program_is_told_nothing(self):
        self._set_contact('internal_users')
        headers = 'Auto-Submitted: auto-replied\r\n'
        self.assertFalse(self._receive_bounced('jan@okna.example', headers=headers))

    def test_a_program_that_writes_to_another_alias_is_told_as_by_odoo(self):
        self.env['mail.alias'].create(
            {
                'alias_name': 'people',
                'alias_domain_id': self.domain.id,
                'alias_model_id': self.env['ir.model']._get_id('res.partner'),
                'alias_contact': 'partners',
            }
        )
        headers = 'Auto-Submitted: auto-replied\r\n'
        to = 'people@deals.example.com'
        self.assertEqual(len(self._receive_bounced('new@x.example', to=to, headers=headers)), 1)

    def test_employees_are_offered_while_the_employees_app_is_absent(self):
        for model in ('mail.alias', 'crm.team'):
            options = self.env[model].fields_get(['alias_contact'])['alias_contact']['selection']
            names = [name for name, _label in options]
            has_app = self.env['mail.alias']._has_employees_app()
            self.assertEqual('internal_users' in names, not has_app)
            self.assertIn('everyone', names)

    def test_without_the_employees_app_there_is_nothing_to_switch_to(self):
        self._set_contact('internal_users')
        self.assertEqual(
            self.team_a.deal_can_use_employees_contact, self.env['mail.alias']._has_employees_app()
        )
