import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** How long it can be undone by a click, in milliseconds: long enough to read and to reach it. */
const SHOWN_FOR = 15000;

/** Says what was done, and offers to undo it. */
export function offerUndo(notification, message, undo) {
    const onClick = () => {
        close();
        return undo();
    };
    const close = notification.add(message, {
        type: "success",
        autocloseDelay: SHOWN_FOR,
        buttons: [{ name: _t("Undo"), onClick }],
    });
}

/** The same for what a button of the server has done; then the screen shows what is there again. */
function offerUndoOfAction(env, { message, undo: { model, method, ids } }) {
    const { action, notification, orm } = env.services;
    offerUndo(notification, message, async () => {
        const next = await orm.call(model, method, [ids]);
        await action.doAction(next || "soft_reload");
    });
}

registry.category("effects").add("deal_undo", offerUndoOfAction);
