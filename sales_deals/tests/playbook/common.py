"""A process with practices."""

from unittest.mock import patch

from odoo import Command, fields

from ..common import CalculationCase

#: In which the tours of the playbook are run.
LANGUAGES = ('en_US', 'fa_IR', 'pl_PL')


class PlaybookCase(CalculationCase):
    """A deal on the first stage of a process without practices, and ways to give it some."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start, cls.talks, cls.signed = cls.process_a.stage_ids
        cls.deal.write(
            {
                'deal_process_id': cls.process_a.id,
                'team_id': cls.team_a.id,
                'stage_id': cls.start.id,
                'user_id': cls.salesman.id,
            }
        )

    @classmethod
    def _speak_all_languages(cls):
        for lang in LANGUAGES:
            cls.env['res.lang']._activate_lang(lang)

    def _by(self, way):
        """Let deals be moved by people, or whoever is named, as the gate sees it."""
        model = type(self.env['crm.lead'])
        return patch.object(model, '_get_gate_way', lambda self: way)

    @classmethod
    def _create_practice(cls, **values):
        return cls.env['deal.practice'].create(
            {'name': "A practice", 'stage_id': cls.start.id, **values}
        )

    @classmethod
    def _create_practices_of_all_kinds(cls, **values):
        """Return a practice of each kind that the model knows, by a name of its own."""
        return {
            name: cls._create_practice(name=name, **special, **values)
            for name, special in cls._get_special_values().items()
        }

    @classmethod
    def _get_special_values(cls):
        call = cls.env.ref('mail.mail_activity_data_call')
        return {
            'tick': {'kind': 'tick'},
            'domain': {'kind': 'domain', 'domain': "[('date_deadline', '!=', False)]"},
            'activity': {'kind': 'activity', 'activity_type_id': call.id},
            'meeting': {'kind': 'meeting'},
            'contact': {'kind': 'contact', 'contact_role': 'decision_maker'},
            'competitor': {'kind': 'competitor'},
            'calculation': {'kind': 'calculation'},
            'offer made': {'kind': 'offer', 'offer_event': 'made'},
            'offer sent': {'kind': 'offer', 'offer_event': 'sent'},
            'offer opened': {'kind': 'offer', 'offer_event': 'opened'},
            'offer answered': {'kind': 'offer', 'offer_event': 'answered'},
            'file': {'kind': 'file'},
            'mail received': {'kind': 'mail', 'mail_direction': 'received'},
            'mail sent': {'kind': 'mail', 'mail_direction': 'sent'},
        }

    # What fulfils each of them

    def _fulfil_tick(self, deal):
        practices = self.env['deal.practice'].search([('kind', '=', 'tick')])
        for practice in practices:
            deal.tick_deal_practice(practice.id, "Asked on the phone")

    def _fulfil_domain(self, deal):
        deal.date_deadline = '2030-01-01'

    def _fulfil_activity(self, deal):
        deal.activity_schedule('mail.mail_activity_data_call').action_feedback("They like it.")

    def _fulfil_meeting(self, deal):
        self.env['calendar.event'].create(
            {
                'name': "Visit",
                'opportunity_id': deal.id,
                'start': '2020-01-01 10:00:00',
                'stop': '2020-01-01 11:00:00',
            }
        )

    def _fulfil_contact(self, deal):
        person = self.env['res.partner'].create({'name': "Anna"})
        values = {'partner_id': person.id, 'role': 'decision_maker'}
        deal.deal_contact_ids = [Command.create(values)]

    def _fulfil_competitor(self, deal):
        deal.deal_competitor_ids = [Command.create({'name': "Rival"})]

    def _fulfil_calculation(self, deal):
        self._create_line(deal.deal_chosen_variant_id)

    def _fulfil_offer_made(self, deal):
        self._fulfil_calculation(deal)
        return self.env['deal.offer'].create({'lead_id': deal.id})

    def _fulfil_offer_sent(self, deal):
        offer = self._fulfil_offer_made(deal)
        offer.action_mark_sent()
        return offer

    def _fulfil_offer_opened(self, deal):
        offer = self._fulfil_offer_sent(deal)
        now = fields.Datetime.now()
        self.env['deal.offer.view'].sudo().create(
            {
                'offer_id': offer.id,
                'began': now,
                'last': now,
                'visitor': "somebody",
                'kind': 'person',
                'reason': 'acted',
            }
        )

    def _fulfil_offer_answered(self, deal):
        self._fulfil_offer_sent(deal).sudo().state = 'declined'

    def _fulfil_file(self, deal):
        self.env['ir.attachment'].create(
            {'name': "plan.txt", 'raw': b"Plan", 'res_model': 'crm.lead', 'res_id': deal.id}
        )

    def _fulfil_mail_received(self, deal):
        self.env['mail.message'].create(
            {
                'model': 'crm.lead',
                'res_id': deal.id,
                'message_type': 'email',
                'subtype_id': self.env.ref('mail.mt_comment').id,
                'email_from': 'anna@client.example',
                'author_id': self.partner.id,
            }
        )

    def _fulfil_mail_sent(self, deal):
        deal.message_post(
            body="Our offer",
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
            partner_ids=self.partner.ids,
        )

    def _fulfil(self, name, deal):
        getattr(self, f"_fulfil_{name.replace(' ', '_')}")(deal)
