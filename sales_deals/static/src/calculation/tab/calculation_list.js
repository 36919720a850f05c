import { useEffect, useEnv } from "@odoo/owl";
import { Pager } from "@web/core/pager/pager";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { SECTION_TYPES } from "./section_menu";

const SUBTOTAL = "price_subtotal";
/** What a combo shows: the sum of its items, or nothing. */
const COMBO_FIGURES = {
    list_price: false,
    discount: false,
    price_unit: false,
    cost: false,
    profit: true,
    [SUBTOTAL]: true,
};
const TEXT_TYPES = [...SECTION_TYPES, "line_note"];
/** What is said behind the name of a section that keeps something from the client. */
const HIDDEN = {
    collapse_composition: _t("composition hidden"),
    collapse_prices: _t("prices hidden"),
};
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

    /** A line was deleted, or follows the price list again. */
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

    /** One column for the product: its variant, for whoever shows that. */
    getActiveColumns() {
        const columns = super.getActiveColumns();
        return columns.some((column) => column.name === "product_id")
            ? columns.filter((column) => column.name !== "product_template_id")
            : columns;
    }

    isText(record) {
        return TEXT_TYPES.includes(record.data.display_type);
    }

    isSection(record) {
        return SECTION_TYPES.includes(record.data.display_type);
    }

    /** Whether a section ends where another one begins. */
    endsAt(section, other) {
        return (
            other.data.display_type === "line_section" ||
            (other.data.display_type === "line_subsection" &&
                section.data.display_type === "line_subsection")
        );
    }

    getColumns(record) {
        const columns = super.getColumns(record);
        if (!this.isText(record)) {
            return columns;
        }
        const isTotalled = this.isSection(record);
        const subtotal = columns.findIndex((column) => column.name === SUBTOTAL);
        const shown = columns.filter(
            (column, index) =>
                column.widget === "handle" ||
                column.name === "name" ||
                column.type === "button_group" ||
                // What follows the subtotal stays, empty, so that the sum stands in its column.
                (isTotalled && index >= subtotal),
        );
        const colspan = columns.length - shown.length + 1;
        return shown.map((column) =>
            column.name === "name" ? { ...column, colspan } : { ...column },
        );
    }

    /** Whether the cell is one of a section's, behind its subtotal. */
    isBlank(column, record) {
        return this.isSection(record) && !["name", SUBTOTAL].includes(column.name);
    }

    /** A section shows the sum of its lines, as far as they count in the total. */
    getFormattedValue(column, record) {
        if (this.isBlank(column, record)) {
            return "";
        }
        if (column.name === SUBTOTAL && this.isSection(record)) {
            return formatMonetary(this.getSectionSubtotal(record), {
                currencyId: record.data.currency_id.id,
            });
        }
        if (this.isHidingName(column, record)) {
            return `${record.data.name} (${this.getHidden(record)})`;
        }
        if (column.name === "product_template_id") {
            return record.data.product_id?.display_name || "";
        }
        if (this.isCombo(record) && column.name in COMBO_FIGURES) {
            return COMBO_FIGURES[column.name] ? this.getComboTotal(column.name, record) : "";
        }
        return super.getFormattedValue(column, record);
    }

    /** Lines that are not edited show the product as text, and a combo has figures of its own. */
    canUseFormatter(column, record) {
        const isProduct = column.widget === "deal_line_product" && !record.isInEdition;
        const isSum = this.isCombo(record) && column.name in COMBO_FIGURES;
        const isBlank = column.widget !== "handle" && this.isBlank(column, record);
        const isShownAsText = isProduct || isSum || isBlank || this.isHidingName(column, record);
        return isShownAsText || super.canUseFormatter(column, record);
    }

    /** Whether a cell has the name of a section that keeps something from the client. */
    isHidingName(column, record) {
        const isName = column.name === "name" && !record.isInEdition;
        return isName && this.isSection(record) && !!this.getHidden(record);
    }

    getHidden(record) {
        return Object.entries(HIDDEN).find(([name]) => record.data[name])?.[1];
    }

    /** A combo shows the sum of its items. */
    getComboTotal(name, combo) {
        const items = this.props.list.records.filter(
            (record) => record.data.linked_line_id?.id === combo.resId,
        );
        const total = items.reduce((sum, item) => sum + item.data[name], 0);
        return formatMonetary(total, { currencyId: combo.data.currency_id.id });
    }

    getSectionSubtotal(section) {
        const records = this.props.list.records;
        let subtotal = 0;
        for (const record of records.slice(records.indexOf(section) + 1)) {
            if (this.endsAt(section, record)) {
                return subtotal;
            }
            const counts = !record.data.is_optional && !this.isText(record);
            subtotal += counts ? record.data[SUBTOTAL] : 0;
        }
        return subtotal + (this.props.list.model.restOf[section.data.display_type] || 0);
    }

    getCellClass(column, record) {
        const classes = super.getCellClass(column, record);
        const isMarked = column.name === "margin" && record.data.is_below_minimum;
        return isMarked ? `${classes} text-danger fw-bold` : classes;
    }

    getRowClass(record) {
        const optional = record.data.is_optional ? "o_is_optional text-muted" : "";
        const kind = `o_is_${record.data.display_type || "product"}`;
        const classes = `${super.getRowClass(record)} ${kind} ${optional}`;
        if (this.isCombo(record)) {
            return `${classes} o_is_combo`;
        }
        // Items move with their combo.
        return this.isItem(record)
            ? `${classes.replace("o_row_draggable", "")} o_is_combo_item`
            : classes;
    }

    isCombo(record) {
        return record.data.product_type === "combo";
    }

    isItem(record) {
        return !!record.data.linked_line_id;
    }

    /** Combos and their items are put together again by the server. */
    async sortDrop() {
        await super.sortDrop(...arguments);
        if (this.props.list.records.some((record) => this.isItem(record))) {
            await this.env.calculation?.reloadLines();
        }
    }
}

export const calculationListView = {
    ...listView,
    Model: CalculationListModel,
    Controller: CalculationListController,
    Renderer: CalculationListRenderer,
};

registry.category("views").add("deal_calculation_list", calculationListView);
