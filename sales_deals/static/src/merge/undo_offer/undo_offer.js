import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** After a merge, whatever it was started from: says so, and offers to undo it. */
function offerUndo(env, { deal_id: dealId, message }) {
    const { action, notification, orm } = env.services;
    const undo = async () => {
        close();
        action.doAction(await orm.call("crm.lead", "action_deal_undo_merge", [[dealId]]));
    };
    const close = notification.add(message, {
        type: "success",
        buttons: [{ name: _t("Undo"), onClick: undo }],
    });
}

registry.category("effects").add("deal_merged", offerUndo);
