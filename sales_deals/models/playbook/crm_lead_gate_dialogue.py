"""What the dialogue shows that asks for open practices."""

from odoo import api, models

from ..company.lagging_replica import empty_if_missing
from .crm_lead_gate import PracticesOpen


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.readonly
    @empty_if_missing(dict)
    def get_deal_open_practices(self, stage_id):
        """Return what the dialogue shows that asks for open practices.

        :param int stage_id: where the deals are to go
        :return: dictionary with the stage's name, whether the user may pass what is needed, the
            names of the deals, and a list of practices with the deals on which they are open
        """
        self.check_access('read')
        stage = self.env['crm.stage'].browse(stage_id)
        still_open = self._get_open(stage)
        return self._describe_open_practices(still_open, stage)

    def _prepare_refusal(self, refused, way, is_new):
        """Return the error that names what is open; the web client asks for it where it can.

        :param dict refused: deal to a list of :class:`PracticeFacts`
        :param str way: who moves the deals
        :param bool is_new: whether the deals were about to be made
        """
        names = self._get_practice_names(refused)
        lines = [
            f"{lead.sudo().display_name}: {', '.join(names[fact.id] for fact in facts)}"
            for lead, facts in refused.items()
        ]
        message = self.env._("Some practices are open that are needed first.")
        context = {}
        if way == 'people':
            stages = self.browse(lead.id for lead in refused).sudo().stage_id
            context = {
                **self._describe_open_practices(refused, stages),
                # New deals are not there any more when the dialogue opens.
                'is_new': is_new,
            }
        return PracticesOpen("\n".join([message, *lines]), context)

    @api.model
    def _describe_open_practices(self, still_open, stages):
        """Return what the dialogue shows; see :meth:`get_deal_open_practices`.

        :param dict still_open: deal to a list of :class:`PracticeFacts`
        :param stages: ``crm.stage`` to which the deals go
        """
        found = {fact.id for facts in still_open.values() for fact in facts}
        # Whoever may move a deal may know what it is asked for.
        practices = (
            self.env['deal.practice']
            .sudo()
            .browse(found)
            .sorted(lambda practice: (practice.stage_id.sequence, practice.sequence, practice.id))
        )
        return {
            'stage': ", ".join(stages.mapped('name')),
            'stage_id': stages.id if len(stages) == 1 else False,
            'may_pass': self._may_pass(),
            'deals': [{'id': lead.id, 'name': lead.sudo().display_name} for lead in still_open],
            'practices': [
                {
                    **practice._describe(),
                    'lead_ids': [
                        lead.id
                        for lead, facts in still_open.items()
                        if practice.id in {fact.id for fact in facts}
                    ],
                }
                for practice in practices
            ],
        }

    @api.model
    def _get_practice_names(self, still_open):
        """Return id of a practice -> its name in the user's language."""
        found = {fact.id for facts in still_open.values() for fact in facts}
        # Whoever may move a deal may know what it is asked for.
        practices = self.env['deal.practice'].sudo().browse(found)
        return {practice.id: practice.name for practice in practices}
