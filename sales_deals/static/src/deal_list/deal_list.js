import { useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** A click on a row opens the deal; with "Edit in List" pressed, it edits the row. */
export class DealListController extends ListController {
    static template = "sales_deals.DealListView";

    setup() {
        super.setup();
        this.inline = useState({ isOn: false });
    }

    get mayEditInline() {
        return !this.props.readonly && this.activeActions.edit && !this.env.isSmall;
    }

    async toggleInline() {
        if (await this.model.root.leaveEditMode()) {
            this.editable = this.inline.isOn ? false : "bottom";
            this.hasOpenFormViewButton = Boolean(this.editable);
            this.inline.isOn = !this.inline.isOn;
        }
    }

    /** A new deal is entered in its form, whichever way rows are edited. */
    async createRecord() {
        await this.props.createRecord();
    }
}

registry.category("views").add("deal_list", { ...listView, Controller: DealListController });
