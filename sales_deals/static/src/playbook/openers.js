import { _t } from "@web/core/l10n/translation";

/** Words of the button that opens what fulfils a practice, by its kind. */
export const OPENERS = {
    activity: _t("Plan it"),
    meeting: _t("Plan a meeting"),
    contact: _t("Add a contact"),
    competitor: _t("Add a competitor"),
    calculation: _t("Open the calculation"),
    offer: _t("Open the offers"),
    mail: _t("Write an e-mail"),
};
