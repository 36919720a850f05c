import { useEffect, useEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

const TEXT_TYPES = ["line_section", "line_note"];

/** Tells the calculation around it what happens to its lines. */
export class CalculationListController extends ListController {
    setup() {
        super.setup();
        this.calculation = useEnv().calculation;
        this.calculation?.setList(this);
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

    async onRecordSaved(record) {
        await super.onRecordSaved(record);
        await this.calculation?.refresh();
    }
}

/** Sections and notes take the whole row, with their text in it. */
export class CalculationListRenderer extends ListRenderer {
    setup() {
        super.setup();
        useEffect(
            (record) => {
                if (record?.isNew && this.isText(record)) {
                    this.focusCell(this.columns.find((column) => column.name === "name"));
                }
            },
            () => [this.editedRecord],
        );
    }

    isText(record) {
        return TEXT_TYPES.includes(record.data.display_type);
    }

    getColumns(record) {
        const columns = super.getColumns(record);
        if (!this.isText(record)) {
            return columns;
        }
        const shown = columns.filter(
            (column) => column.widget === "handle" || column.name === "name",
        );
        const colspan = columns.length - shown.length + 1;
        return shown.map((column) =>
            column.name === "name" ? { ...column, colspan } : { ...column },
        );
    }

    getRowClass(record) {
        return `${super.getRowClass(record)} o_is_${record.data.display_type || "product"}`;
    }
}

export const calculationListView = {
    ...listView,
    Controller: CalculationListController,
    Renderer: CalculationListRenderer,
};

registry.category("views").add("deal_calculation_list", calculationListView);
