import { Component, onMounted } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";

/** The variant that was open when its deal was left for the catalogue, by deal. */
const leftOpen = new Map();

/** The variant that one comes back to: once, when it has been shown. */
export function useLeftOpen(leadId) {
    onMounted(() => leftOpen.delete(leadId));
    return leftOpen.get(leadId);
}

/** The ways to add many products at once, beside typing one. */
export class AddProducts extends Component {
    static template = "sales_deals.AddProducts";
    static components = { Dropdown, DropdownItem };
    static props = {
        leadId: Number,
        variantId: Number,
        hasCustomer: Boolean,
        /** One menu for all, that of a single line too. */
        isSmall: Boolean,
        onAddLine: Function,
        /** Resolves to false when a line that is being edited cannot be left. */
        leaveLines: Function,
        onAdded: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
    }

    async onCatalog() {
        if (!(await this.props.leaveLines())) {
            return;
        }
        const { leadId, variantId } = this.props;
        const action = await this.orm.call("deal.variant", "action_add_from_catalog", [
            [variantId],
        ]);
        leftOpen.set(leadId, variantId);
        await this.action.doAction(action);
    }

    async onPaste() {
        if (!(await this.props.leaveLines())) {
            return;
        }
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Paste a table"),
                res_model: "deal.variant.import",
                views: [[false, "form"]],
                target: "new",
                context: { default_variant_id: this.props.variantId, dialog_size: "extra-large" },
            },
            { onClose: () => this.props.onAdded() },
        );
    }

    /** What lines may be copied from. */
    get sources() {
        const sources = [
            { model: "sale.order.template", label: _t("Quotation template") },
            { model: "deal.variant", label: _t("Another variant") },
        ];
        if (this.props.hasCustomer) {
            sources.push({ model: "sale.order", label: _t("Order of this customer") });
        }
        return sources;
    }

    async onCopy({ model, label }) {
        if (!(await this.props.leaveLines())) {
            return;
        }
        const { variantId } = this.props;
        this.dialog.add(SelectCreateDialog, {
            resModel: model,
            title: _t("Add from: %s", label),
            domain: await this.orm.call("deal.variant", "get_copy_domain", [variantId, model]),
            noCreate: true,
            onSelected: async (ids) => {
                await this.orm.call("deal.variant", "copy_lines_from", [variantId, model, ids]);
                await this.props.onAdded();
            },
        });
    }
}
