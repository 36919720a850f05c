import { onMounted, useEffect, useEnv } from "@odoo/owl";
import { MoneyListArchParser } from "@sales_deals/language/money/money_field";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { SECTION_TYPES } from "../line_menu/line_menu";
import { CalculationListRenderer } from "./calculation_list_renderer";

/** More than any calculation has. */
const ALL_LINES = 100000;

/** Knows what the last sections of a page have on the next one. */
export class CalculationListModel extends listView.Model {
    restOf = {};

    async _loadData(config) {
        const data = await super._loadData(...arguments);
        if (!config.isMonoRecord) {
            this.restOf = await this.loadRestOfSections(config, data);
        }
        return data;
    }

    async loadRestOfSections(config, { records, length }) {
        if (config.offset + records.length >= length) {
            return {};
        }
        const open = new Set(records.map((record) => record.display_type));
        const last = records.at(-1).id;
        const rests = SECTION_TYPES.filter((type) => open.has(type)).map(async (type) => {
            const args = [last, type === "line_subsection"];
            return [type, await this.orm.call(config.resModel, "get_rest_of_section", args)];
        });
        return Object.fromEntries(await Promise.all(rests));
    }
}

/** Tells the calculation around it what happens to its lines. */
export class CalculationListController extends ListController {
    static template = "sales_deals.CalculationListView";
    static components = { ...ListController.components, Pager };

    setup() {
        super.setup();
        this.calculation = useEnv().calculation;
        this.calculation?.setList(this);
        onMounted(() => this.calculation?.onListShown());
        useEffect(
            (editedRecord) => {
                if (!editedRecord) {
                    this.calculation?.showSavedTotals();
                }
            },
            () => [this.model.root.editedRecord],
        );
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = (record) =>
            this.calculation?.showTotals(record.data.variant_totals);
        return params;
    }

    /** Whether the page at hand leaves lines out. */
    get hasSeveralPages() {
        const { count, offset, records } = this.model.root;
        return records.length < count || offset > 0;
    }

    async showAllLines() {
        if (await this.model.root.leaveEditMode()) {
            await this.model.root.load({ offset: 0, limit: ALL_LINES });
        }
    }

    /** New lines come last: show them there. */
    async createRecord() {
        if (await this.showLastPage()) {
            await super.createRecord(...arguments);
        }
    }

    /** @returns {Promise<boolean>} false when a line that is being edited cannot be left */
    async showLastPage() {
        const { count, limit, offset, records } = this.model.root;
        if (offset + records.length >= count) {
            return true;
        }
        if (!(await this.model.root.leaveEditMode())) {
            return false;
        }
        await this.model.root.load({ offset: Math.floor((count - 1) / limit) * limit });
        return true;
    }

    /** A button of another addon may have changed the line. */
    async afterExecuteActionButton() {
        await super.afterExecuteActionButton(...arguments);
        await this.calculation?.refresh();
    }

    async onRecordSaved(record) {
        await super.onRecordSaved(record);
        if (record.data.product_type === "combo") {
            // Its items have changed with it.
            await this.calculation?.reloadLines();
        } else {
            await this.calculation?.refresh();
        }
    }
}

export const calculationListView = {
    ...listView,
    ArchParser: MoneyListArchParser,
    Model: CalculationListModel,
    Controller: CalculationListController,
    Renderer: CalculationListRenderer,
};

registry.category("views").add("deal_calculation_list", calculationListView);
