"""Practices as cards of the page on which a process is designed."""

from odoo import api, fields, models

from . import deal_practice  # noqa: F401 (extended below)


class DealPractice(models.Model):
    _inherit = 'deal.practice'

    meaning = fields.Char(compute='_compute_meaning', string="Fulfilled By What")
    open_deal_count = fields.Integer(related='stage_id.deal_open_count', string="Open Deals")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'kind',
        'domain',
        'activity_type_id',
        'outcome_id',
        'contact_role',
        'offer_event',
        'mail_direction',
    )
    @api.depends_context('lang')
    def _compute_meaning(self):
        for practice in self:
            label = practice._get_label('kind')
            details = ", ".join(filter(None, practice._get_details()))
            practice.meaning = f"{label}: {details}" if details else label

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_duplicate(self):
        """Add a copy of each practice after it."""
        for practice in self:
            practice.copy({'name': self.env._("%s (copy)", practice.name)})
        return True

    def action_open_deals(self):
        """Open the deals in progress that the practice is asked of."""
        return self.stage_id.action_show_deal_list()

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _read_group_stages(self, stages, domain):
        """Return the columns of the designed process, also those without practices."""
        process_id = self.env.context.get('default_deal_process_id')
        if not process_id:
            return stages
        return self.env['deal.process'].browse(process_id)._get_stages()

    def _get_label(self, name):
        """Return the label of a selection field's value."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], '')

    def _get_details(self):
        """Return which fields, activity, contact, offer or mail are meant; some may be empty."""
        self.ensure_one()
        if self.kind == 'domain' and self.domain:
            if self._search_by_filter(self.domain) is None:
                return [self.env._("it can't be read any more")]
            own = self.env['crm.lead']._fields
            return [own[name]._description_string(self.env) for name in self._get_asked_fields()]
        if self.kind == 'activity':
            return [self.activity_type_id.name, self.outcome_id.name]
        names = {'contact': 'contact_role', 'offer': 'offer_event', 'mail': 'mail_direction'}
        return [self._get_label(names[self.kind])] if self.kind in names else []
