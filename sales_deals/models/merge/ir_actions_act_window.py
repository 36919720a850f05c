"""Actions that open a window and say something besides."""

from odoo import models


class IrActionsActWindow(models.Model):
    _inherit = 'ir.actions.act_window'

    def _get_readable_fields(self):
        """Let a button that opens a deal offer to undo what was done, as one that closes may."""
        return super()._get_readable_fields() | {'effect'}
