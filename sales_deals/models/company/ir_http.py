"""Tell the web client what the addon shows to whom from the first screen on."""

from odoo import api, models

from .odoo_words import read_script_words


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Add what the addon shows to this user.

        Whether the first screen links to the page of changes; days off of the Persian calendar,
        which is loaded where there are some; the companies that read rials in tomans.
        """
        info = super().session_info()
        if self.env.user._is_system():
            info['deal_shows_changes'] = self.env.company.deal_shows_changes
        if self.env.user._uses_persian_calendar():
            info['deal_days_off'] = self.env.user._get_persian_days_off()
        tomans = self.env.user.company_ids.filtered('deal_shows_tomans')
        if tomans:
            info['deal_tomans'] = tomans.ids
        return info

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Say some words of Odoo's scripts as the addon does (see ``i18n_extra/odoo``)."""
        translations, parameters = super()._get_translations_for_webclient(modules, lang)
        words = read_script_words(lang or self.env.context.get('lang') or 'en_US')
        return {
            module: _replace_messages(texts, words[module]) if module in words else texts
            for module, texts in translations.items()
        }, parameters


def _replace_messages(translations, words):
    """Return the web client's translations of a module with other words for some texts."""
    kept = [text for text in translations['messages'] if text['id'] not in words]
    ours = [{'id': source, 'string': text} for source, text in words.items()]
    return {**translations, 'messages': (*kept, *ours)}
