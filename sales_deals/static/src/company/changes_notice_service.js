import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** How long the notice stands before it gives way to what it covers; milliseconds. */
const SHOWN_FOR = 15000;

/**
 * Point administrators to what the addon changes in a database that was in use before; each time
 * that they come, until somebody has chosen.
 */
export const changesNoticeService = {
    dependencies: ["action", "notification"],

    start(env, { action, notification }) {
        if (!session.deal_shows_changes) {
            return;
        }
        const close = notification.add(
            _t("Odoo's rules hold until you choose others. It takes a minute."),
            {
                title: _t("Sales Deals is new here"),
                type: "info",
                autocloseDelay: SHOWN_FOR,
                buttons: [
                    {
                        name: _t("What Changes"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doAction("sales_deals.deal_changes_action");
                        },
                    },
                ],
            },
        );
    },
};

registry.category("services").add("deal_changes_notice", changesNoticeService);
