"""Texts for many deals are compiled once, not once a deal."""

from contextlib import contextmanager

from lxml import html

from odoo import api, models
from odoo.addons.base.models.ir_qweb import QWebError
from odoo.exceptions import AccessError, UserError


class MailRenderMixin(models.AbstractModel):
    _inherit = 'mail.render.mixin'

    @api.model
    def _render_template_qweb(self, template_src, model, res_ids, add_context=None, options=None):
        """Render for follow-ups as Odoo does, with the template read and compiled one time.

        Whether somebody may use what is in the template is left to Odoo, which asks for one deal.
        """
        compiled = self.env.context.get('deal_compiled_templates')
        if compiled is None or not template_src or not res_ids:
            return super()._render_template_qweb(template_src, model, res_ids, add_context, options)
        records = self.env[model].browse(res_ids)
        if template_src not in compiled:
            with self._telling_of(records[0]):
                super()._render_template_qweb(
                    template_src, model, records[0].ids, add_context, options
                )
            compiled[template_src] = html.fragment_fromstring(template_src, create_parent='div')
        return self._render_compiled(
            compiled[template_src], records, {**(add_context or {})}, options or {}
        )

    def _render_compiled(self, element, records, variables, options):
        """Fill in a template for many records.

        :param element: the template as ``lxml`` element, always the same object
        :return: dictionary from a record's id to the text
        """
        variables = {**self._render_eval_context(), **variables}
        qweb = self.env['ir.qweb']
        results = {}
        for record in records:
            variables['object'] = record
            with self._telling_of(record):
                # Each deal has its variables for itself: the renderer copies them.
                results[record.id] = qweb._render(element, variables, **options)[5:-6]
        return results

    @contextmanager
    def _telling_of(self, record):
        """Say in a line what is wrong with a text, and for which record."""
        try:
            yield
        except (UserError, QWebError) as error:
            if isinstance(error, AccessError):
                raise
            reason = error
            while reason.__cause__:
                reason = reason.__cause__
            message = self.env._(
                "The text can't be filled in for “%(record)s”: %(reason)s",
                record=record.display_name,
                reason=reason,
            )
            raise UserError(message) from error
