import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** Point administrators to what the addon changes in a database that was in use before. */
export const changesNoticeService = {
    dependencies: ["action", "notification", "orm"],

    start(env, { action, notification, orm }) {
        if (!session.deal_shows_changes) {
            return;
        }
        const close = notification.add(
            _t("Odoo's rules hold until you choose others. It takes a minute."),
            {
                title: _t("Sales Deals is new here"),
                type: "info",
                sticky: true,
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
                onClose: () => orm.call("res.company", "action_deal_hide_changes", [[]]),
            },
        );
    },
};

registry.category("services").add("deal_changes_notice", changesNoticeService);
