import { useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** Optional columns that take a query of their own: Odoo reads them even where they are hidden. */
const LAZY_COLUMNS = ["competitor_ids", "deal_last_contact", "deal_opening_count"];

export class DealListRenderer extends ListRenderer {
    setup() {
        super.setup();
        useEffect(
            (missing) => {
                if (missing) {
                    this.readColumns(missing.split(","));
                }
            },
            () => [this.missingColumns.join()],
        );
    }

    get missingColumns() {
        const { activeFields } = this.props.list.config;
        return LAZY_COLUMNS.filter(
            (name) => this.optionalActiveFields[name] && !(name in activeFields),
        );
    }

    getActiveColumns() {
        const { activeFields } = this.props.list.config;
        return super
            .getActiveColumns()
            .filter((column) => !LAZY_COLUMNS.includes(column.name) || column.name in activeFields);
    }

    async readColumns(names) {
        const { model } = this.props.list;
        for (const name of names) {
            model.config.activeFields[name] = model.lazyFields[name];
        }
        await model.load();
    }
}

/** A click on a row opens the deal; with "Edit in List" pressed, it edits the row. */
export class DealListController extends ListController {
    static template = "sales_deals.DealListView";

    setup() {
        super.setup();
        this.inline = useState({ isOn: false });
        const { activeFields } = extractFieldsFromArchInfo(this.archInfo, this.props.fields);
        this.model.lazyFields = activeFields;
    }

    get modelParams() {
        const params = super.modelParams;
        const activeFields = { ...params.config.activeFields };
        for (const name of LAZY_COLUMNS) {
            delete activeFields[name];
        }
        return { ...params, config: { ...params.config, activeFields } };
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

registry.category("views").add("deal_list", {
    ...listView,
    Controller: DealListController,
    Renderer: DealListRenderer,
});
