"""Panel of a deal's form: the main facts, by one request."""

from odoo import api, fields, models

from ..calculation.deal_variant import COST_GROUP
from ..company.lagging_replica import empty_if_missing


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    @empty_if_missing(lambda: None)
    def get_deal_panel(self):
        """Return what the panel of a deal's form shows.

        Amounts are in ``currency_id``, days as ``YYYY-MM-DD``, moments in UTC. Missing values are
        False or an empty list; cost, profit and margin are included only for users who may see
        costs.

        :return: dictionary that unites those of the ``_prepare_panel_*`` methods; None for a lead,
            and where the deal is not there (yet)
        """
        self.ensure_one()
        self.check_access('read')
        return self._prepare_panel() if self.type == 'opportunity' else None

    def _get_opening_parts(self):
        return {**super()._get_opening_parts(), 'panel': self.get_deal_panel}

    def _prepare_panel(self):
        """Return the facts about the deal by name. Extend it to show more."""
        return {
            **self._prepare_panel_deal(),
            **self._prepare_panel_value(),
            **self._prepare_panel_decision(),
            **self._prepare_panel_activities(),
            'playbook': self._describe_playbook(),
            'cadences': self._describe_cadences(),
            'last_contact': self._prepare_panel_last_contact(),
            'offer': self._prepare_panel_offer(),
            'contacts': [self._prepare_panel_contact(contact) for contact in self.deal_contact_ids],
            'competitors': [
                self._prepare_panel_competitor(competitor)
                for competitor in self.deal_competitor_ids
            ],
        }

    def _prepare_panel_deal(self):
        """Return number, process, customer, stage and days in it, salesperson and team.

        Days in the stage are False for a deal that is won or lost.
        """
        return {
            'number': self.deal_number,
            'process': self.deal_process_id.name,
            'customer': self._prepare_panel_link(self.partner_id) or False,
            'customer_name': self.partner_name or self.contact_name or False,
            'stage': self.stage_id.name,
            'state': self.deal_state,
            'stage_days': self._is_worked_on() and self.deal_days_in_stage,
            'user': self._prepare_panel_link(self.user_id) or False,
            'team': self.team_id.name,
            'phone': self._get_panel_phone(),
        }

    def _get_panel_phone(self):
        """Return the number to call: the primary contact's, or else the deal's."""
        primary = self.deal_contact_ids.filtered('is_primary')[:1]
        return primary.phone or self.phone or False

    def _prepare_panel_value(self):
        """Return the value; for users who may see costs also cost, profit and margin."""
        values = {'currency_id': self.company_currency.id, 'value': self.expected_revenue}
        if self.env.user.has_group(COST_GROUP):
            values |= {
                'cost': self.deal_cost,
                'profit': self.deal_profit,
                'margin': self.deal_margin,
            }
        return values

    def _prepare_panel_decision(self):
        """Return the expected decision: the day, days left, number of postponements.

        Days left are negative after the day, and False for a deal that is not in progress.
        """
        day = self.date_deadline
        today = fields.Date.context_today(self)
        return {
            'decision': fields.Date.to_string(day) or False,
            'days_left': (day - today).days if day and self._is_in_progress() else False,
            'slips': self._get_slips().get(self.id, 0),
        }

    def _prepare_panel_activities(self):
        """Return the next activity, and unanswered questions of the client."""
        planned = self._get_open_activities().sorted(
            lambda activity: (activity.date_deadline, activity.id)
        )
        questions = planned.filtered('deal_question_offer_id')
        return {
            # The web client compares these to notice changes.
            'activity_ids': planned.ids,
            'activity': self._prepare_panel_activity(planned[0]) if planned else False,
            'deal_is_without_next_step': self.deal_is_without_next_step,
            'is_new': self._is_made_today(),
            'questions': [self._prepare_panel_question(activity) for activity in questions],
        }

    def _is_made_today(self):
        """Tell whether the deal was made today: nothing need be planned on it yet."""
        made = fields.Datetime.context_timestamp(self, self.create_date)
        return made.date() == fields.Date.context_today(self)

    def _prepare_panel_activity(self, activity):
        return {
            'id': activity.id,
            'name': activity.summary or activity.activity_type_id.name,
            'icon': activity.icon or 'fa-tasks',
            'date': fields.Date.to_string(activity.date_deadline),
            'state': activity.state,
            'user': activity.user_id.name,
        }

    def _prepare_panel_question(self, activity):
        return {
            'id': activity.id,
            'offer_id': activity.deal_question_offer_id.id,
            'offer': activity.deal_question_offer_id.display_name,
            'text': activity.deal_question,
            'date': fields.Datetime.to_string(activity.create_date),
        }

    def _prepare_panel_last_contact(self):
        contact = self._get_last_contacts().get(self.id)
        return contact and {
            'kind': contact.kind,
            'date': fields.Datetime.to_string(contact.date),
            'name': contact.name,
        }

    def _prepare_panel_offer(self):
        """Return the last offer that was sent, else the newest draft."""
        offer = self.deal_offer_ids.filtered('sent_on')[:1] or self.deal_offer_ids[:1]
        return bool(offer) and {
            'id': offer.id,
            'name': offer.display_name,
            'state': offer.state,
            'state_label': self._get_panel_label(offer, 'state'),
            'is_undelivered': offer.is_undelivered,
            'sent_on': fields.Datetime.to_string(offer.sent_on) or False,
            'valid_until': fields.Date.to_string(offer.valid_until) or False,
            'openings': offer.opening_count,
            'last_opening': fields.Datetime.to_string(offer.last_opening) or False,
            'url': bool(offer.sent_on) and offer.page_url,
            'is_answerable': offer._get_page_state() == 'open',
        }

    def _prepare_panel_contact(self, contact):
        return {
            'id': contact.id,
            # The company is obvious from the deal.
            'partner': self._prepare_panel_link(
                contact.partner_id.with_context(partner_display_name_hide_company=True)
            ),
            'role': self._get_panel_label(contact, 'role'),
            'attitude': contact.attitude,
            'is_primary': contact.is_primary,
            'email': contact.email,
            'phone': contact.phone,
        }

    def _prepare_panel_competitor(self, competitor):
        return {
            'id': competitor.id,
            'name': competitor.name,
            'price': competitor.price,
            'currency_id': competitor.currency_id.id,
            'state': competitor.state,
            'state_label': self._get_panel_label(competitor, 'state'),
        }

    def _get_panel_label(self, record, name):
        """Return the label of a selection field's value in the user's language, False if empty."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], False)

    def _prepare_panel_link(self, record):
        """Return id and name of a record that the panel links to."""
        # As on the form, contacts may be named that the user may not read.
        return record and {'id': record.id, 'name': record.sudo().display_name}
