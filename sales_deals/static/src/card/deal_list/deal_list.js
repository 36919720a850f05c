import { useEffect, useState } from "@odoo/owl";
import { MoneyListArchParser } from "@sales_deals/language/money/money_field";
import { AmountFitting } from "./amount_fitting";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { DealStart } from "../deal_start/deal_start";

const WORD = /[a-z_]\w*/gi;
/** Pixels of a window from which columns take the widths that their options tell. */
const WIDE = 1600;

/** Where the browser keeps which of the optional columns are shown. */
function getViewKey({ viewId }) {
    return `deal_list,${viewId}`;
}

/** Names of fields that something else in the list needs than their own column. */
function getNeededFields({ fieldNodes, xmlDoc }, fields) {
    const needed = new Set();
    for (const node of [xmlDoc, ...xmlDoc.querySelectorAll("*")]) {
        const own = node.getAttribute("name");
        for (const { name, value } of node.attributes) {
            const words = name === "name" ? [] : value.match(WORD) || [];
            words.filter((word) => word !== own).forEach((word) => needed.add(word));
        }
    }
    for (const node of Object.values(fieldNodes)) {
        const { currency_field, definition_record, domain } = fields[node.name];
        let dependencies = node.field?.fieldDependencies || [];
        if (typeof dependencies === "function") {
            dependencies = dependencies(node);
        }
        // The choices of a column may follow from another one: stages from the process.
        const words = (typeof domain === "string" && domain.match(WORD)) || [];
        [
            currency_field,
            definition_record,
            ...words.filter((name) => name !== node.name),
            ...dependencies.map(({ name }) => name),
        ].forEach((name) => needed.add(name));
    }
    return needed;
}

/**
 * Optional columns that need not be read while they are hidden; Odoo reads them all, of which
 * some take a query of their own.
 */
function getLazyColumns(archInfo, fields) {
    const needed = getNeededFields(archInfo, fields);
    return archInfo.columns
        .filter(({ type, optional }) => type === "field" && optional)
        .map(({ name }) => name)
        .filter((name) => !needed.has(name) && fields[name].type !== "properties");
}

export class DealListRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.lazyColumns = getLazyColumns(this.props.archInfo, this.props.list.fields);
        this.fitting = new AmountFitting();
        useEffect(
            () => this.columnWidths.resetWidths(),
            () => [this.fitting.key],
        );
        useEffect(
            (missing) => {
                if (missing) {
                    this.readColumns(missing.split(","));
                }
            },
            () => [this.missingColumns.join()],
        );
    }

    createViewKey() {
        return getViewKey(this.env.config);
    }

    get missingColumns() {
        const { activeFields } = this.props.list.config;
        return this.lazyColumns.filter(
            (name) => this.optionalActiveFields[name] && !(name in activeFields),
        );
    }

    getActiveColumns() {
        const { activeFields } = this.props.list.config;
        return super
            .getActiveColumns()
            .filter(({ name }) => !this.lazyColumns.includes(name) || name in activeFields)
            .map((column) => this.fitColumn(column));
    }

    fitColumn(column) {
        if (column.type === "field" && this.isAmount(column)) {
            return this.fitting.fitAmounts(column, this.fields[column.name], this.props.list);
        }
        const width = browser.innerWidth >= WIDE && column.options?.wide;
        return width ? { ...column, attrs: { ...column.attrs, width: `${width}px` } } : column;
    }

    isAmount({ name, widget }) {
        return ["monetary", "deal_money"].includes(widget || this.fields[name]?.type);
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
    static components = { ...ListController.components, DealStart };

    setup() {
        super.setup();
        this.inline = useState({ isOn: false });
        const { activeFields } = extractFieldsFromArchInfo(this.archInfo, this.props.fields);
        this.model.lazyFields = activeFields;
    }

    get modelParams() {
        const params = super.modelParams;
        const activeFields = { ...params.config.activeFields };
        for (const name of getLazyColumns(this.archInfo, this.props.fields)) {
            if (!this.isShown(name)) {
                delete activeFields[name];
            }
        }
        return { ...params, config: { ...params.config, activeFields } };
    }

    /** As the renderer finds it out, which is there only after the first reading. */
    isShown(name) {
        const key = `optional_fields,${getViewKey(this.env.config)}`;
        const shown = browser.localStorage.getItem(key);
        if (shown !== null) {
            return shown.split(",").includes(name);
        }
        return this.archInfo.columns.some(
            (column) => column.name === name && column.optional === "show",
        );
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
    ArchParser: MoneyListArchParser,
    Controller: DealListController,
    Renderer: DealListRenderer,
});
