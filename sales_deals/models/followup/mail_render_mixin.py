"""Texts for deals: compiled once for many, days as their readers write them."""

import re
from contextlib import contextmanager

from lxml import html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.base.models.ir_qweb import QWebError
from odoo.exceptions import AccessError, UserError

from ...tools.language import persian

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
        """In texts of deals Persian readers are given days of their calendar."""
        if _is_of_deals(model) and persian.is_persian(self.env.lang):
            add_context = {**self._get_persian_formats(), **(add_context or {})}
        return super()._render_template(
            template_src, model, res_ids, engine, add_context=add_context, options=options
        )

    @api.model
    def _get_persian_formats(self):
        """What templates call for days and moments; a format or language of their own stays.

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
        """What gives a text the direction of the language in which it is rendered.

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
        compiled = self.env.context.get('deal_compiled_templates')
        if compiled is None or not template_src or not res_ids:
            return super()._render_template_qweb(template_src, model, res_ids, add_context, options)
        records = self.env[model].browse(res_ids)
        if template_src not in compiled:
            with self._telling_of(records[0]):
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
        """Let placeholders of days and moments be written as the reader's language does.

        :param element: the template as ``lxml`` element; changed in place
        """
        for node in element.xpath('//*[@t-out]'):
            path = FIELD_PATH.fullmatch(node.get('t-out').strip())
            kind = path and _get_field_type(records, path[1].strip('.').split('.'))
            if kind in FORMATS:
                node.set('t-out', f"{path[0]} and {FORMATS[kind]}({path[0]})")
        return element

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


def _is_of_deals(model):
    return bool(model) and (model == 'crm.lead' or model.startswith('deal.'))


def _get_field_type(records, names):
    """The type of the field at the end of a path; None where there is none."""
    for name in names[:-1]:
        if name not in records or not records._fields[name].relational:
            return None
        records = records.env[records._fields[name].comodel_name]
    return records._fields[names[-1]].type if names[-1] in records else None
