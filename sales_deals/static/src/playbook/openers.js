import { _t } from "@web/core/l10n/translation";

/** Words of the button that opens what fulfils a practice, by its kind. */
const OPENERS = {
    activity: _t("Plan it"),
    meeting: _t("Plan a meeting"),
    contact: _t("Add a contact"),
    competitor: _t("Add a competitor"),
    calculation: _t("Open the calculation"),
    mail: _t("Write an e-mail"),
};
/** What happens to an offer before it is the client's turn. */
const PREPARED = ["made", "sent"];

/** Words of the button that opens what fulfils a practice; undefined where nothing does. */
export function getOpener({ kind, offer_event: event }) {
    if (kind === "offer") {
        return PREPARED.includes(event) ? _t("Prepare the offer") : _t("Open the offer");
    }
    return OPENERS[kind];
}
