from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import FollowupCase


@tagged('post_install', '-at_install')
class TestFollowupAccess(FollowupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.email = 'manager@ours.example'
        cls.others_deal = cls._create_mailed("Ewa", user_id=cls.manager.id)
        cls.own = cls._make_followup()
        cls.others = cls._make_followup(cls.others_deal | cls.anna, user=cls.manager)
        cls.all = (cls.own | cls.others).sudo()
        cls.strangers = (cls.stranger, cls.employee, cls.portal, cls.public)

    def _get_seen(self, user, records):
        return records.with_user(user).sudo(False).search([('id', 'in', records.ids)])

    def test_followups_are_seen_by_their_senders_and_those_who_see_all(self):
        self.assertEqual(self._get_seen(self.salesman, self.all), self.own)
        self.assertEqual(self._get_seen(self.salesman_all, self.all), self.all)
        self.assertEqual(self._get_seen(self.manager, self.all), self.all)
        self.assertFalse(self._get_seen(self.stranger, self.all))
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get_seen(user, self.all)

    def test_lines_are_seen_with_their_deals(self):
        lines = self.all.line_ids
        of_own = lines.filtered(lambda line: line.lead_id in self.leads)
        self.assertEqual(self._get_seen(self.salesman, lines), of_own)
        self.assertEqual(self._get_seen(self.manager, lines), lines)
        self.assertFalse(self._get_seen(self.stranger, lines))
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get_seen(user, lines)

    def test_nobody_writes_to_clients_of_deals_that_he_may_not_change(self):
        for user in (self.salesman, *self.strangers):
            deal = self.others_deal.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                deal.action_deal_new_followup()

    def test_lines_are_made_and_written_by_nobody(self):
        for user in (self.salesman, self.manager):
            line = self.own.line_ids[0].with_user(user).sudo(False)
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.state = 'sent'
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.lead_id = self.others_deal
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.unlink()
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.create({'followup_id': self.own.id, 'lead_id': self.others_deal.id})
        commands = [Command.create({'lead_id': self.others_deal.id})]
        with self.assertRaises(AccessError):
            self.own.write({'line_ids': commands})

    def test_what_became_of_a_followup_is_not_entered(self):
        for values in (
            {'state': 'done'},
            {'user_id': self.manager.id},
            {'next_on': '2020-01-01'},
            {'trouble': "None"},
            {'company_id': self.other_company.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.own.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                self.own.create({'name': "Forged", **values})

    def test_what_was_launched_is_not_set_back_by_writing_it(self):
        self.own.write({'timing': 'later', 'scheduled_on': '2099-01-01 00:00:00'})
        self.own.action_launch()
        with self.assertRaises(AccessError):
            self.own.write({'state': 'draft'})
        with self.assertRaises(UserError):
            self.own.write({'company_id': self.own.company_id.id})

    def test_nobody_makes_himself_the_sender(self):
        with self.assertRaises(AccessError):
            self.own.with_user(self.manager).write({'user_id': self.manager.id})

    def test_only_files_that_the_sender_may_read_are_sent(self):
        secret = self.env['ir.attachment'].create(
            {
                'name': "contract.txt",
                'raw': b"secret",
                'res_model': 'crm.lead',
                'res_id': self.others_deal.id,
            }
        )
        commands = [Command.link(secret.id)]
        with self.assertRaises(AccessError):
            self.own.write({'attachment_ids': commands})
        with self.assertRaises(AccessError):
            self._make_followup(attachment_ids=commands)
        self._make_followup(self.others_deal, self.manager, attachment_ids=commands)

    def test_a_template_of_other_records_is_no_way_round(self):
        template = self.env['mail.template'].create(
            {
                'name': "Other",
                'model_id': self.env['ir.model']._get_id('res.partner'),
                'subject': "{{ object.env.user.login }}",
                'body_html': "<p>Text</p>",
            }
        )
        with self.assertRaises(AccessError):
            self._make_followup(template_id=template.id)

    def test_progress_and_preview_are_shown_to_who_may_read_the_followup(self):
        self.assertEqual(self.own.get_progress()['state'], 'draft')
        line = self.others.sudo().line_ids.filtered(lambda line: line.lead_id == self.anna)
        with self.assertRaises(AccessError):
            self.others.with_user(self.salesman).get_progress()
        with self.assertRaises(AccessError):
            line.with_user(self.salesman).sudo(False).preview_body  # noqa: B018

    def test_only_the_sender_changes_and_sends(self):
        own = self.own.with_user(self.manager)
        line = own.line_ids[:1]
        for act in (
            own.action_launch,
            own.action_retry,
            own.action_send_test,
            own.action_refresh,
            line.action_take_out,
            line.action_put_in,
            line.action_retry,
            line.action_mark_sent,
            line.action_send_test,
            lambda: own.write({'body': "<p>Mine</p>"}),
        ):
            with self.subTest(act), self.assertRaises(AccessError):
                act()

    def test_who_sees_all_may_cancel(self):
        self.own.write({'timing': 'later', 'scheduled_on': '2099-01-01 00:00:00'})
        self.own.action_launch()
        with self.assertRaises(AccessError):
            self.own.with_user(self.stranger).action_cancel()
        self.own.with_user(self.salesman_all).action_cancel()
        self.assertEqual(self.own.state, 'cancelled')

    def test_strangers_do_nothing_with_a_followup(self):
        for user in self.strangers:
            own = self.own.with_user(user)
            for act in (own.action_launch, own.action_cancel, own.action_preview):
                with self.subTest(user.login, act=act), self.assertRaises(AccessError):
                    act()

    def test_texts_run_with_the_rights_of_who_may_edit_templates(self):
        code = '<p><t t-out="object.env[\'res.users\'].sudo().search([]).mapped(\'login\')"/></p>'
        self.assertFalse(self.salesman.has_group('mail.group_mail_template_editor'))
        with self.assertRaises(AccessError):
            self.own.body = code
        with self.assertRaises(AccessError):
            self.own.subject = "{{ object.env.user.login }}"
        with self.assertRaises(AccessError):
            self.own.lang = "{{ object.env.user.lang }}"
        with self.assertRaises(AccessError):
            self._make_followup(body=code)
        self.own.body = (
            '<p><t t-out="object.deal_number"/> <t t-out="object.team_id.name">x</t></p>'
        )

    def test_texts_do_not_tell_what_the_sender_may_not_see(self):
        editor = self.env.ref('mail.group_mail_template_editor')
        self.salesman.group_ids = [Command.link(editor.id)]
        self.own.body = f'<p><t t-out="object.browse({self.others_deal.id}).name"/></p>'
        line = self.own.line_ids[0]
        with self.assertRaisesRegex(UserError, "doesn't have 'read' access"):
            line.with_user(self.manager).sudo().preview_body  # noqa: B018

    def test_opt_outs_are_read_by_salespeople_and_changed_by_managers(self):
        optout = self.env['deal.followup.optout'].create({'email': 'x@client.example'})
        self.assertEqual(optout.with_user(self.salesman).email, 'x@client.example')
        with self.assertRaises(AccessError):
            optout.with_user(self.salesman).unlink()
        self.assertFalse(self._get_seen(self.stranger, optout))
        for user in (self.employee, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                optout.with_user(user).read(['email'])
        optout.with_user(self.manager).unlink()

    def test_what_one_address_has_said_is_not_turned_into_what_another_has(self):
        optout = self.env['deal.followup.optout'].create({'email': 'x@client.example'})
        own = optout.with_user(self.manager)
        own.write({'email': "X <X@client.example>", 'company_id': optout.company_id.id})
        self.manager.company_ids |= self.other_company
        for vals in ({'email': 'y@client.example'}, {'company_id': self.other_company.id}):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "is kept"):
                own.write(vals)

    def test_preview_runs_nothing(self):
        """Attributes that a text's expressions make are not there yet when the text is saved."""
        editor = self.env.ref('mail.group_mail_template_editor')
        self.salesman.group_ids = [Command.link(editor.id)]
        self.anna.contact_name = '<img src=x onerror=alert(1)>'
        bodies = [
            '<img src="x" t-att-onerror="\'alert(1)\'"/>',
            '<img src="x" t-attf-onerror="alert(1)"/>',
            '<p t-att="{\'onclick\': \'alert(1)\', \'style\': \'color: red\'}">x</p>',
            '<a t-att-href="\'javascript:alert(1)\'">x</a>',
            '<t t-out="object.contact_name"/><p>{{contact}}</p>',
            '<img src="x" onerror="alert(1)"/><script>alert(1)</script>',
        ]
        for body in bodies:
            with self.subTest(body=body):
                followup = self._make_followup(self.anna, body=body)
                text = self._get_line(followup, self.anna).preview_body
                document = html.fragment_fromstring(str(text), create_parent='div')
                names = {name for element in document.iter() for name in element.attrib}
                self.assertFalse([name for name in names if name.startswith('on')], text)
                self.assertFalse(document.xpath('//script | //a[contains(@href, "script:")]'))
                self.assertIn("color: #6b7280", text, "the message looks as it is sent")
