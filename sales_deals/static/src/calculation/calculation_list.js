import { useEffect, useEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

const SUBTOTAL = "price_subtotal";
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

    isSection(record) {
        return record.data.display_type === "line_section";
    }

    getColumns(record) {
        const columns = super.getColumns(record);
        if (!this.isText(record)) {
            return columns;
        }
        const shown = columns.filter(
            (column) =>
                column.widget === "handle" ||
                column.name === "name" ||
                column.type === "button_group" ||
                (column.name === SUBTOTAL && this.isSection(record)),
        );
        const colspan = columns.length - shown.length + 1;
        return shown.map((column) =>
            column.name === "name" ? { ...column, colspan } : { ...column },
        );
    }

    /** A section shows the sum of its lines, as far as they count in the total. */
    getFormattedValue(column, record) {
        if (column.name === SUBTOTAL && this.isSection(record)) {
            return formatMonetary(this.getSectionSubtotal(record), {
                currencyId: record.data.currency_id.id,
            });
        }
        return super.getFormattedValue(column, record);
    }

    getSectionSubtotal(section) {
        const records = this.props.list.records;
        let subtotal = 0;
        for (const record of records.slice(records.indexOf(section) + 1)) {
            if (this.isSection(record)) {
                break;
            }
            subtotal += record.data.is_optional ? 0 : record.data[SUBTOTAL];
        }
        return subtotal;
    }

    getCellClass(column, record) {
        const classes = super.getCellClass(column, record);
        const isMarked = column.name === "margin" && record.data.is_below_minimum;
        return isMarked ? `${classes} text-danger fw-bold` : classes;
    }

    getRowClass(record) {
        const optional = record.data.is_optional ? "o_is_optional text-muted" : "";
        const kind = `o_is_${record.data.display_type || "product"}`;
        return `${super.getRowClass(record)} ${kind} ${optional}`;
    }
}

export const calculationListView = {
    ...listView,
    Controller: CalculationListController,
    Renderer: CalculationListRenderer,
};

registry.category("views").add("deal_calculation_list", calculationListView);
