"""The question before sending: how many messages, and for whom placeholders stay empty."""

import re

from lxml import html

from odoo import fields, models

from ...tools.offer.placeholders import TAG, find_names
from . import deal_followup  # noqa: F401 (extended below)

#: A field of a deal, and nothing else: what has another text in its place is not empty.
FIELD_PATH = re.compile(r'object((?:\.[a-z]\w*)+)')
INLINE = re.compile(r'\{\{\s*object((?:\.[a-z]\w*)+)\s*\}\}')
#: How many messages are looked through, and how many deals are named.
MAX_READ, MAX_NAMED = 2000, 5


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    launch_note = fields.Char(string="Question", compute='_compute_launch_note')
    gap_note = fields.Text(string="Empty Placeholders", compute='_compute_gap_note')

    def _compute_launch_note(self):
        for followup in self:
            lines = followup._get_recipient_lines()
            name = lines.lead_id[:1].display_name
            followup.launch_note = (
                self.env._("One client gets this message: %s.", name)
                if len(lines) == 1
                else self.env._("%s clients get this message.", len(lines))
            )

    def _compute_gap_note(self):
        for followup in self:
            gaps = followup._find_gaps(followup._get_recipient_lines()[:MAX_READ].lead_id)
            followup.gap_note = "\n".join(followup._describe_gap(*gap) for gap in gaps.items())

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_ask_launch(self):
        """Ask once before sending, with the number of recipients and what stays empty for whom.

        :raise UserError: if something is missing
        """
        self.ensure_one()
        self._check_can_be_launched()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Send Follow-Up"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(self.env.ref('sales_deals.deal_followup_view_form_ask').id, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'medium'},
        }

    def _get_recipient_lines(self):
        return self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '=', 'waiting')]
        )

    def _find_gaps(self, leads):
        """Find placeholders of the text that are empty for some deals.

        :param leads: ``crm.lead`` records
        :return: dictionary from a placeholder to the deals
        """
        names = dict.fromkeys(find_names(TAG.sub('', f'{self.subject or ""} {self.body or ""}')))
        paths = self._find_paths()
        gaps = {name: leads.browse() for name in (*names, *paths)}
        for lead in leads if names or paths else ():
            values = lead._get_placeholder_values() if names else {}
            empty = [name for name in names if name in values and not values[name]]
            empty += [path for path in paths if self._is_empty(lead, path)]
            for name in empty:
                gaps[name] |= lead
        return {name: found for name, found in gaps.items() if found}

    def _find_paths(self):
        """Return the fields that the text names without a text in their place."""
        found = INLINE.findall(self.subject or '')
        if self.body:
            body = html.fragment_fromstring(str(self.body), create_parent='div')
            bare = [
                node.get('t-out').strip()
                for node in body.xpath('//*[@t-out]')
                if not node.text_content().strip()
            ]
            found += [match[1] for match in map(FIELD_PATH.fullmatch, bare) if match]
        return dict.fromkeys(path.strip('.') for path in found)

    def _is_empty(self, lead, path):
        """Tell whether a field is empty for a deal, as far as its path is one of fields."""
        value = lead
        for name in path.split('.'):
            if not isinstance(value, models.BaseModel) or name not in value:
                return False
            value = value[name]
        return (not value and not isinstance(value, int | float)) or value is False

    def _describe_gap(self, name, leads):
        """Return which placeholder is empty, and for whom, in words."""
        labels = self.env['crm.lead']._get_placeholder_labels()
        label = labels.get(name) or self._get_path_label(name)
        deals = ", ".join(leads[:MAX_NAMED].mapped('display_name'))
        if len(leads) > MAX_NAMED:
            deals = self.env._(
                "%(deals)s and %(number)s more", deals=deals, number=len(leads) - MAX_NAMED
            )
        return self.env._(
            "%(placeholder)s is empty for: %(deals)s",
            placeholder=label,
            deals=deals,
        )

    def _get_path_label(self, path):
        """Return what the fields of a path are called in forms."""
        model, labels = self.env['crm.lead'], []
        for name in path.split('.'):
            field = model._fields[name]
            labels.append(field._description_string(self.env))
            model = self.env[field.comodel_name] if field.relational else model
        return ": ".join(labels)
