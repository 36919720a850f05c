import { Component, onWillStart } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

/**
 * Undoes the last merge into a deal. Whether there is one is asked when the menu is opened: opening
 * a deal costs nothing for it.
 */
export class UndoMerge extends Component {
    static template = "sales_deals.UndoMerge";
    static components = { DropdownItem };
    static props = {};

    setup() {
        // The menu is closed, and this component gone, before what it does is done.
        const { action, orm } = this.env.services;
        Object.assign(this, { action, orm });
        this.root = this.env.model.root;
        onWillStart(async () => {
            this.isPossible = await this.call("get_deal_has_merge_to_undo");
        });
    }

    call(method) {
        return this.orm.call("crm.lead", method, [[this.root.resId]]);
    }

    async undo() {
        if (await this.root.save()) {
            await this.action.doAction(await this.call("action_deal_undo_merge"));
        }
    }
}

registry.category("cogMenu").add("deal-undo-merge", {
    Component: UndoMerge,
    groupNumber: ACTIONS_GROUP_NUMBER,
    isDisplayed: ({ config, model }) =>
        config.viewType === "form" &&
        model?.root.resModel === "crm.lead" &&
        Boolean(model.root.resId),
});
