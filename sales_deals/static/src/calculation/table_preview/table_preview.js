import { Component, useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Prices with and without tax are one column: no table has two of them. */
const columnOf = (role) => role.split("_")[0];

/**
 * The preview of a table, as the server renders it. What is chosen above a column is kept in the
 * field `choices` by the column's key, and the server renders the preview anew; so it is with the
 * sheet of a file that has several.
 */
export class TablePreview extends Component {
    static template = "sales_deals.TablePreview";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        useEffect(
            () => this.focusChosen(),
            () => [this.value],
        );
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get selects() {
        return [...this.root.el.querySelectorAll("select.o_deal_import_column")];
    }

    async onChange({ target }) {
        if (target.matches(".o_deal_import_sheet")) {
            await this.props.record.update({ sheet: target.value });
        } else {
            await this.choose(target);
        }
    }

    async choose(target) {
        const { key } = target.dataset;
        const choices = { ...this.props.record.data.choices, [key]: target.value };
        for (const other of this.selects) {
            const isSame = columnOf(other.value) === columnOf(target.value);
            if (other !== target && target.value && isSame) {
                choices[other.dataset.key] = "";
            }
        }
        this.chosen = key;
        await this.props.record.update({ choices });
    }

    /** Leave the focus where it was before the table was rendered anew. */
    focusChosen() {
        this.selects.find((select) => select.dataset.key === this.chosen)?.focus();
        this.chosen = undefined;
    }
}

registry
    .category("fields")
    .add("deal_table_preview", { component: TablePreview, supportedTypes: ["html"] });
