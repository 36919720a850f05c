import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { WaterfallDialog } from "../tab/waterfall_dialog";

export const SECTION_TYPES = ["line_section", "line_subsection"];
/** A section that hides its lines has no prices of lines to hide. */
const OTHER_OF_HIDING = {
    collapse_prices: "collapse_composition",
    collapse_composition: "collapse_prices",
};

/**
 * What can be done with a line, beside typing into it.
 *
 * The menu itself is made when it is first opened: a calculation may have hundreds of lines.
 */
export class LineMenu extends Component {
    static template = "sales_deals.LineMenu";
    static components = { Dropdown, DropdownItem };
    static props = { record: Object, list: Object };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.menu = useDropdownState();
        this.state = useState({ isWanted: false });
    }

    get buttonAttributes() {
        return {
            type: "button",
            class: "o_calculation_line_menu btn border-0 py-0 px-1 fa fa-ellipsis-v",
            tabindex: "-1",
            title: _t("Actions on the line"),
            "aria-label": _t("Actions on the line"),
            "aria-keyshortcuts": "Shift+F10",
        };
    }

    open() {
        this.state.isWanted = true;
        this.menu.open();
    }

    get isPriced() {
        const { product_id: product, product_type: type } = this.props.record.data;
        return !!product && type !== "combo";
    }

    get actions() {
        const actions = this.isPriced ? this.priceActions : this.sectionActions;
        return this.env.calculation?.isReadonly()
            ? actions.filter((action) => action.name === "explain")
            : [...actions, ...this.lineActions];
    }

    get priceActions() {
        const { held, is_locked: isLocked } = this.props.record.data;
        const actions = [
            {
                name: "explain",
                icon: "fa-align-left",
                label: _t("How the price comes about"),
                run: () => this.onExplain(),
            },
        ];
        if (held !== "pricelist") {
            actions.push({
                name: "follow",
                icon: "fa-undo",
                label: _t("Follow the price list again"),
                run: () => this.onFollow(),
            });
        }
        actions.push({
            name: "lock",
            icon: isLocked ? "fa-unlock" : "fa-lock",
            label: isLocked ? _t("Unlock the price") : _t("Lock the price"),
            run: () => this.toggle("is_locked"),
        });
        return actions;
    }

    /** What a section keeps from the client, as the menu of sections in Odoo's orders has it. */
    get sectionActions() {
        const {
            display_type: type,
            collapse_prices: hidesPrices,
            collapse_composition: hidesComposition,
        } = this.props.record.data;
        if (!SECTION_TYPES.includes(type)) {
            return [];
        }
        return [
            {
                name: "prices",
                icon: hidesPrices ? "fa-eye" : "fa-eye-slash",
                label: hidesPrices ? _t("Show prices") : _t("Hide prices"),
                run: () => this.toggleHiding("collapse_prices"),
            },
            {
                name: "composition",
                icon: hidesComposition ? "fa-eye" : "fa-eye-slash",
                label: hidesComposition ? _t("Show composition") : _t("Hide composition"),
                run: () => this.toggleHiding("collapse_composition"),
            },
        ];
    }

    /** The items of a combo come and go with it. */
    get lineActions() {
        const { display_type: isText, is_optional: isOptional } = this.props.record.data;
        if (this.props.record.data.linked_line_id) {
            return [];
        }
        const actions = [];
        if (!isText) {
            actions.push({
                name: "optional",
                icon: isOptional ? "fa-check-square-o" : "fa-square-o",
                label: _t("Optional"),
                run: () => this.toggle("is_optional"),
            });
        }
        actions.push({
            name: "delete",
            icon: "fa-trash-o",
            class: "text-danger",
            label: _t("Delete the line"),
            run: () => this.onDelete(),
        });
        return actions;
    }

    // What is chosen

    async onExplain() {
        if (await this.props.list.leaveEditMode()) {
            this.dialog.add(WaterfallDialog, { lineId: this.props.record.resId });
        }
    }

    async onFollow() {
        const { list, record } = this.props;
        if (await list.leaveEditMode()) {
            await this.orm.call(record.resModel, "action_follow_pricelist", [[record.resId]]);
            await record.load();
            await this.env.calculation?.refresh();
        }
    }

    /** A line that is being edited is saved when it is left. */
    async toggle(name, others = {}) {
        const { record } = this.props;
        const changes = { ...others, [name]: !record.data[name] };
        await record.update(changes, { save: !record.isInEdition });
    }

    toggleHiding(name) {
        return this.toggle(name, { [OTHER_OF_HIDING[name]]: false });
    }

    async onDelete() {
        const { list, record } = this.props;
        if (!(await list.leaveEditMode({ discard: record.isInEdition })) || record.isNew) {
            return;
        }
        await this.orm.unlink(record.resModel, [record.resId]);
        await this.env.calculation?.reloadLines();
    }
}
