"""Open activities of deals that are won, lost or suspended."""

from datetime import date

from odoo import api, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _settle_activities(self, state):
        """Keep, cancel or move the open activities of deals that are won, lost or suspended.

        The company's settings say which; a note on the deal names what is cancelled. Where a state
        comes back that was there before, its activities come back with it.
        """
        if self.env.context.get('deal_takes_back'):
            return
        by_policy = self.grouped(
            lambda lead: lead._get_deciding_company()[f'deal_activities_{state}']
        )
        cancelling = by_policy.get('cancel', self.browse())
        if moving := by_policy.get('move'):
            days = moving._get_days_of_activities(state)
            moving._move_activities(days)
            cancelling |= moving.filtered(lambda lead: lead.id not in days)
        cancelling._cancel_activities()

    def _cancel_activities(self):
        """Delete the open activities of these deals, and name them in a note on each deal."""
        activities = self._get_open_activities()
        if not activities:
            return
        notes = {
            lead_id: self._get_cancel_note(cancelled)
            for lead_id, cancelled in activities.grouped('res_id').items()
        }
        activities.unlink()
        self.browse(notes)._message_log_batch(notes)

    def _move_activities(self, days):
        """Postpone to a day what is due before it; meetings stay where they are in the calendar.

        :param dict days: id of a deal -> day
        """
        early = self._get_open_activities().filtered(
            lambda activity: (
                activity.date_deadline < days.get(activity.res_id, date.min)
                and not activity.calendar_event_id
            )
        )
        for day, activities in early.grouped(lambda activity: days[activity.res_id]).items():
            activities.date_deadline = day

    def _get_days_of_activities(self, state):
        """Return the day to which activities move when deals go to a state. To be extended.

        :return: dictionary of a deal's id to the day; activities of deals without one are cancelled
        """
        return {lead.id: lead.deal_suspended_until for lead in self if state == 'suspended'}

    def _get_open_activities(self):
        # They are the deals', which the user has just changed, whoever is to do them.
        return self.sudo().activity_ids.filtered('active')

    @api.model
    def _get_cancel_note(self, activities):
        names = [
            f'{activity.summary or activity.activity_type_id.name} '
            f'({self._format_day(activity.date_deadline)})'
            for activity in activities
        ]
        return self.env._("Open activities were cancelled: %s.", ", ".join(names))
