"""A follow-up that moves deals leaves those on which needed practices are open."""

from odoo import models

from .crm_lead_gate import UNASKED

#: Deals that are named where some could not be moved; of more, the number is told.
NAMED = 10


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    def _get_movable(self, leads):
        """Leave deals that need something first: when messages go out, nobody gives a reason.

        What is only asked for is marked, and asked for on the later stage.
        """
        movable = super()._get_movable(leads)
        still_open = {
            lead: needed
            for lead, facts in movable._get_open(self.stage_id).items()
            if (needed := [fact for fact in facts if fact.requirement == 'must'])
        }
        if still_open:
            self.with_context(lang=self.user_id.lang)._tell_left(still_open)
        left = movable.browse(lead.id for lead in still_open)
        return (movable - left).with_context(deal_gate=UNASKED)

    def _tell_left(self, still_open):
        """Tell which deals stay, on the follow-up, and on each of them what is open.

        :param dict still_open: deal to a list of :class:`PracticeFacts`
        """
        names = [lead.display_name for lead in still_open]
        deals = ", ".join(names[:NAMED])
        if more := names[NAMED:]:
            deals = self.env._("%(deals)s and %(count)s more", deals=deals, count=len(more))
        told = self.env._(
            "Deals stay where they are, since practices are open that are needed before"
            " “%(stage)s”: %(deals)s.",
            stage=self.stage_id.name,
            deals=deals,
        )
        self.trouble = "\n".join(filter(None, (self.trouble, told)))
        leads = self.env['crm.lead'].browse(lead.id for lead in still_open)
        leads._message_log_batch(self._get_left_notes(still_open))

    def _get_left_notes(self, still_open):
        """Return id of a deal -> what is told of why it stays."""
        names = self.env['crm.lead']._get_practice_names(still_open)
        return {
            lead.id: self.env._(
                "The follow-up did not move the deal to “%(stage)s”. Needed first: %(practices)s.",
                stage=self.stage_id.name,
                practices=", ".join(names[fact.id] for fact in facts),
            )
            for lead, facts in still_open.items()
        }
