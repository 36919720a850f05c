import { markup, onPatched, status, useEffect } from "@odoo/owl";
import { formatUnit } from "@sales_deals/language/units/unit_field";
import { _t } from "@web/core/l10n/translation";
import { useBus } from "@web/core/utils/hooks";
import { formatMoney, formatPrice } from "@sales_deals/language/money/money";
import { ListRenderer } from "@web/views/list/list_renderer";
import { getDescription } from "../line_product_field/line_product_field";
import { LineMenu, SECTION_TYPES } from "../line_menu/line_menu";
import { isMenuKey, openRowMenu, watchEditedRow } from "./cell_names";
import { ColumnFitting } from "./column_fitting";

const UNIT = "uom_id";
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
/** The columns of what a line may hold. */
const COLUMN_OF_HOLD = {
    price: "price_unit",
    discount: "discount",
    markup: "markup",
    margin: "margin",
    profit: "profit",
};
const TEXT_TYPES = [...SECTION_TYPES, "line_note"];
/** What is said behind the name of a section that keeps something from the client. */
const HIDDEN = {
    collapse_composition: _t("composition hidden"),
    collapse_prices: _t("prices hidden"),
};

/** Sections and notes take the whole row, with their text in it. */
export class CalculationListRenderer extends ListRenderer {
    static recordRowTemplate = "sales_deals.CalculationList.RecordRow";
    static components = { ...ListRenderer.components, LineMenu };

    setup() {
        super.setup();
        this.descriptionColumn = "name";
        this.productColumns = ["product_id", "product_template_id"];
        this.fitting = new ColumnFitting();
        useEffect(
            () => this.columnWidths.resetWidths(),
            () => [this.fitting.key],
        );
        useBus(this.props.list.model.bus, "DEAL_LINE_CONFIGURED", () => {
            this.isConfigured = true;
            this.focusBehindProduct();
        });
        // A dialogue that closes gives the focus back to where it was before.
        useBus(this.uiService.bus, "active-element-changed", () =>
            setTimeout(() => this.focusBehindProduct()),
        );
        onPatched(() => setTimeout(() => this.focusBehindProduct()));
        useEffect(watchEditedRow, () => [this.tableRef.el]);
        useEffect(
            (record) => {
                if (record?.isNew && this.isText(record)) {
                    this.focusCell(this.columns.find((column) => column.name === this.titleField));
                }
            },
            () => [this.editedRecord],
        );
    }

    onCellKeydown(ev, ...place) {
        return isMenuKey(ev) ? openRowMenu(ev) : super.onCellKeydown(ev, ...place);
    }

    /** After the configurator one goes on in the next cell, as soon as its dialogue is gone. */
    focusBehindProduct() {
        const isReady = this.editedRecord && this.uiService.activeElement === this.activeElement;
        if (!this.isConfigured || !isReady || status(this) !== "mounted") {
            return;
        }
        this.isConfigured = false;
        const place = this.columns.findIndex((column) => column.name === this.titleField);
        this.focusCell(this.columns[place + 1]);
    }

    /** One column for the product: its variant, for whoever shows that. */
    getActiveColumns() {
        const columns = super.getActiveColumns();
        const shown = columns.some((column) => column.name === "product_id")
            ? columns.filter((column) => column.name !== "product_template_id")
            : columns;
        return this.joinDescription(shown).map((column) => this.fitColumn(column));
    }

    /**
     * One column for product and description, as in Odoo's orders. Their mixin can't be used beside
     * them: what it calls `super` is of the last class that it was given to.
     */
    joinDescription(columns) {
        const product = columns.find((column) => this.productColumns.includes(column.name));
        const isJoined = columns.some((column) => column.name === this.descriptionColumn);
        this.titleField = product ? product.name : this.descriptionColumn;
        if (!product) {
            return columns;
        }
        for (const record of this.props.list.records) {
            record.columnIsProductAndLabel = isJoined;
        }
        return columns.filter((column) => column.name !== this.descriptionColumn);
    }

    fitColumn(column) {
        const { records } = this.props.list;
        if (column.type !== "field" || !records.length) {
            return column;
        }
        const values = records.map((record) => record.data[column.name]).filter(Number.isFinite);
        if (column.name === SUBTOTAL) {
            // No section has more than all of them.
            values.push(values.reduce((sum, value) => sum + value, 0));
        }
        const isHeld = records.some((record) => this.isHeld(column, record));
        const isLocked = records.some((record) => this.isLocked(column, record));
        return this.fitting.fit(column, this.fields[column.name], values, {
            data: records.at(-1).data,
            isBold: column.name === SUBTOTAL,
            signs: isHeld + isLocked,
        });
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
                column.name === this.titleField ||
                column.type === "button_group" ||
                // What follows the subtotal stays, empty, so that the sum stands in its column.
                (isTotalled && index >= subtotal),
        );
        const colspan = columns.length - shown.length + 1;
        return shown.map((column) =>
            column.name === this.titleField ? { ...column, colspan } : { ...column },
        );
    }

    /** Whether the cell is one of a section's, behind its subtotal. */
    isBlank(column, record) {
        return this.isSection(record) && ![this.titleField, SUBTOTAL].includes(column.name);
    }

    /** A section shows the sum of its lines, as far as they count in the total. */
    getFormattedValue(column, record) {
        if (this.isBlank(column, record)) {
            return "";
        }
        if (column.name === SUBTOTAL && this.isSection(record)) {
            return this.formatAmount(this.getSectionSubtotal(record), column, record);
        }
        if (this.isHidingName(column, record)) {
            return `${record.data.name} (${this.getHidden(record)})`;
        }
        if (this.productColumns.includes(column.name)) {
            return this.formatProduct(record);
        }
        if (this.isCombo(record) && column.name in COMBO_FIGURES) {
            return COMBO_FIGURES[column.name]
                ? this.formatAmount(this.getComboTotal(column.name, record), column, record)
                : "";
        }
        return this.formatOwn(column, record) ?? super.getFormattedValue(column, record);
    }

    /** Units, prices and amounts, as people read them. */
    formatOwn(column, record) {
        if (column.name === UNIT && !this.isText(record)) {
            return formatUnit(record.data);
        }
        if (column.widget === "deal_price") {
            return this.formatPrice(column, record);
        }
        return this.fields[column.name]?.type === "monetary"
            ? this.formatAmount(record.data[column.name], column, record)
            : null;
    }

    formatPrice(column, record) {
        const options = { ...formatPrice.extractOptions(column), data: record.data };
        return formatPrice(record.data[column.name], {
            ...options,
            field: this.fields[column.name],
        });
    }

    formatAmount(value, column, record) {
        const options = { ...column.options, currencyId: record.data.currency_id?.id };
        return formatMoney(value, { ...options, noSymbol: options.no_symbol });
    }

    /** The product and, below it, what else is said of it. */
    formatProduct(record) {
        const product = record.data.product_id?.display_name || "";
        const isDescribed = !product || this.titleField !== "name";
        const description = isDescribed ? getDescription(record.data) : "";
        return markup`
            ${product && markup`<div class="text-wrap"><bdi>${product}</bdi>${this.formatOptional(record)}</div>`}
            ${
                description &&
                markup`<div class="o_calculation_description ${product ? "fst-italic text-muted" : ""}"><bdi>${description}</bdi></div>`
            }`;
    }

    formatOptional(record) {
        return record.data.is_optional
            ? markup`<span class="badge text-bg-light border ms-2">${_t("Optional")}</span>`
            : "";
    }

    /** Lines that are not edited show the product as text, and a combo has figures of its own. */
    canUseFormatter(column, record) {
        const isProduct = column.widget === "deal_line_product" && !record.isInEdition;
        const isSum = this.isCombo(record) && column.name in COMBO_FIGURES;
        const isBlank = column.widget !== "handle" && this.isBlank(column, record);
        const isPrice = column.widget === "deal_price" && !record.isInEdition;
        const isShownAsText =
            isPrice || isProduct || isSum || isBlank || this.isHidingName(column, record);
        return isShownAsText || super.canUseFormatter(column, record);
    }

    /** Whether a cell has the name of a section that keeps something from the client. */
    isHidingName(column, record) {
        const isName = column.name === this.titleField && !record.isInEdition;
        return isName && this.isSection(record) && !!this.getHidden(record);
    }

    getHidden(record) {
        return Object.entries(HIDDEN).find(([name]) => record.data[name])?.[1];
    }

    /** A combo has the sum of its items. */
    getComboTotal(name, combo) {
        const items = this.props.list.records.filter(
            (record) => record.data.linked_line_id?.id === combo.resId,
        );
        return items.reduce((sum, item) => sum + item.data[name], 0);
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
        const classes = [super.getCellClass(column, record)];
        if (column.name === "margin" && record.data.is_below_minimum) {
            classes.push("text-danger fw-bold");
        }
        if (this.isHeld(column, record)) {
            classes.push("o_calculation_held");
        }
        if (this.isLocked(column, record)) {
            classes.push("o_calculation_locked");
        }
        return classes.join(" ");
    }

    /** Whether a line holds what the column shows, or shows nowhere else what it holds. */
    isHeld(column, record) {
        const name = COLUMN_OF_HOLD[record.data.held];
        if (!name || this.isText(record) || this.isCombo(record)) {
            return false;
        }
        const isShown = this.allColumns.some(
            (other) => other.name === name && (!other.optional || this.optionalActiveFields[name]),
        );
        return column.name === (isShown ? name : "price_unit");
    }

    isLocked(column, record) {
        return column.name === "price_unit" && record.data.is_locked;
    }

    /** Of a figure that is held: what the line holds. */
    getCellTitle(column, record) {
        if (this.productColumns.includes(column.name)) {
            return undefined; // the cell shows it all
        }
        if (this.isHeld(column, record)) {
            const { selection } = this.fields.held;
            return selection.find(([value]) => value === record.data.held)[1];
        }
        return super.getCellTitle(column, record);
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
