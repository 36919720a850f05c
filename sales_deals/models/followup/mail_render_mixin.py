"""Rendering texts for deals: compiled once for many, dates in the reader's calendar."""

import re
from contextlib import contextmanager

from lxml import html
from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.addons.base.models.ir_qweb import QWebError
from odoo.exceptions import AccessError, UserError

from ...tools.language import persian
from ...tools.offer import placeholders
from .ir_qweb import CompiledTemplates

#: A placeholder as the editor inserts it: a path of fields, and nothing else.
FIELD_PATH = re.compile(r'object((?:\.[a-z]\w*)+)')
FORMATS = {'date': 'format_date', 'datetime': 'format_datetime'}


class MailRenderMixin(models.AbstractModel):
    _inherit = 'mail.render.mixin'

    @api.model
    def _render_template(
        self,
        template_src,
        model,
        res_ids,
        engine='inline_template',
        add_context=None,
        options=None,
    ):
        """Fill in the placeholders of deals; give Persian readers dates of their calendar.

        :raise AccessError: for deals that the user may not read: what is computed as superuser,
            such as their language, would have the rest read along with it
        """
        if _is_of_deals(model) and not self.env.su:
            self.env[model].browse(filter(None, res_ids)).check_access('read')
        template_src, names = self._mark_placeholders(template_src, model)
        if _is_of_deals(model) and persian.is_persian(self.env.lang):
            add_context = {**self._get_persian_formats(), **(add_context or {})}
        texts = super()._render_template(
            template_src, model, res_ids, engine, add_context=add_context, options=options
        )
        return self._fill_placeholders(texts, model) if names else texts

    @api.model
    def _has_unsafe_expression_template_inline_template(self, template_txt, model, fname=None):
        template_txt, _names = self._mark_placeholders(template_txt, model)
        return super()._has_unsafe_expression_template_inline_template(template_txt, model, fname)

    @api.model
    def _mark_placeholders(self, template_src, model):
        """Keep placeholders such as {{contact}} from Odoo's engines, which have other names.

        :return: the template, and the placeholders that it has
        """
        # Odoo asks for all fields of a model, also for those that are no texts.
        if model != 'crm.lead' or not isinstance(template_src, str) or '{{' not in template_src:
            return template_src, set()
        known = self.env['crm.lead']._get_placeholder_labels()
        marked, names = placeholders.mark(str(template_src), known)
        return type(template_src)(marked) if names else template_src, names

    @api.model
    def _fill_placeholders(self, texts, model):
        """Fill in the marked placeholders of rendered texts.

        :param dict texts: id of a record to its text
        """
        filled = {}
        for record in self.env[model].browse(texts):
            text, values = texts[record.id], record._get_placeholder_values()
            if isinstance(text, Markup):
                values = {name: escape(value) for name, value in values.items()}
            filled[record.id] = type(text)(placeholders.fill_marked(text, values))
        return filled

    @api.model
    def _get_persian_formats(self):
        """Return functions that format dates and times; a format or language of their own stays.

        :return: dictionary of a function's name to the function
        """
        odoo = self._render_eval_context()

        def format_date(date, date_format=False, lang_code=False):
            value = fields.Date.to_date(date)
            if not value or date_format or not persian.is_persian(lang_code or 'fa'):
                return odoo['format_date'](date, date_format, lang_code)
            return persian.day(value)

        def format_datetime(dt, tz=False, dt_format=False, lang_code=False):
            value = fields.Datetime.to_datetime(dt)
            if not value or dt_format or not persian.is_persian(lang_code or 'fa'):
                return odoo['format_datetime'](dt, tz, dt_format, lang_code)
            clock = self.with_context(tz=tz) if tz else self
            return persian.moment(fields.Datetime.context_timestamp(clock, value))

        return {'format_date': format_date, 'format_datetime': format_datetime}

    @api.model
    def _get_direction_frame(self):
        """Return the element that gives a text the direction of its language.

        :return: Markup with a place for the text
        """
        if self.env['res.lang']._get_data(code=self.env.lang).direction != 'rtl':
            return Markup('%s')
        return Markup('<div dir="rtl" style="text-align: right;">%s</div>')

    @api.model
    def _render_template_qweb(self, template_src, model, res_ids, add_context=None, options=None):
        """Render for follow-ups as Odoo does, with the template read and compiled one time.

        Whether somebody may use what is in the template is left to Odoo, which asks for one deal.
        """
        compiled = CompiledTemplates.of(self.env)
        if compiled is None or not template_src or not res_ids:
            return super()._render_template_qweb(template_src, model, res_ids, add_context, options)
        records = self.env[model].browse(res_ids)
        if template_src not in compiled:
            with self._explaining_errors_of(records[0]):
                super()._render_template_qweb(
                    template_src, model, records[0].ids, add_context, options
                )
            compiled[template_src] = self._with_formats(
                html.fragment_fromstring(template_src, create_parent='div'), records
            )
        return self._render_compiled(
            compiled[template_src], records, {**(add_context or {})}, options or {}
        )

    @api.model
    def _with_formats(self, element, records):
        """Format placeholders of dates and times as the reader's language does.

        :param element: the template as ``lxml`` element; changed in place
        """
        for node in element.xpath('//*[@t-out]'):
            path = FIELD_PATH.fullmatch(node.get('t-out').strip())
            kind = path and _get_field_type(records, path[1].strip('.').split('.'))
            if kind in FORMATS:
                node.set('t-out', f"{path[0]} and {FORMATS[kind]}({path[0]})")
        return element

    def _render_compiled(self, element, records, variables, options):
        """Render a template for many records.

        :param element: the template as ``lxml`` element, always the same object
        :return: dictionary from a record's id to the text
        """
        variables = {**self._render_eval_context(), **variables}
        qweb = self.env['ir.qweb']
        results = {}
        for record in records:
            variables['object'] = record
            with self._explaining_errors_of(record):
                # Each deal has its variables for itself: the renderer copies them.
                results[record.id] = qweb._render(element, variables, **options)[5:-6]
        return results

    @contextmanager
    def _explaining_errors_of(self, record):
        """Explain errors in a text in one line, with the record."""
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


def _is_of_deals(model):
    return bool(model) and (model == 'crm.lead' or model.startswith('deal.'))


def _get_field_type(records, names):
    """Return the type of the field at the end of a path; None where there is none."""
    for name in names[:-1]:
        if name not in records or not records._fields[name].relational:
            return None
        records = records.env[records._fields[name].comodel_name]
    return records._fields[names[-1]].type if names[-1] in records else None
