import {
    Component,
    onMounted,
    onWillUpdateProps,
    status,
    useRef,
    useState,
    useSubEnv,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSortable } from "@web/core/utils/sortable_owl";
import { View } from "@web/views/view";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { askForDeal } from "../../company/opening/deal_opening";
import { CompareDialog } from "./compare_dialog";
import { Totals } from "../totals/totals";
import { AddProducts, useLeftOpen } from "./add_products";

/** Odoo's suggestions forget what was typed when the page moves under them, as by a new banner. */
const isChoosing = () =>
    Boolean(
        document.activeElement?.matches(
            ".o_calculation .o-autocomplete--input:not(:placeholder-shown)",
        ),
    );

/**
 * The calculation of a deal: its variants as tabs, the lines of one of them, its totals.
 *
 * The lines are a list of their own, each of which saves itself: what one types costs its own
 * line's answer, however long the calculation is, and the deal's form carries none of it.
 */
export class Calculation extends Component {
    static template = "sales_deals.Calculation";
    static components = { AddProducts, Dropdown, DropdownItem, Totals, View };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.ui = useState(useService("ui"));
        this.tabs = useRef("tabs");
        this.list = null;
        this.shown = {};
        // Not after each line: who types ten of them reads the deal anew once.
        this.refreshDealSoon = useDebounced(() => this.refreshDeal(), 800);
        this.state = useState({
            variants: [],
            isLoaded: !this.leadId,
            // The variant that was just looked at, or just made of a quotation.
            current: useLeftOpen(this.leadId) || this.props.record.context.deal_variant_id || false,
            totals: null,
            isWide: !!user.settings.deal_calculation_is_wide,
        });
        useSubEnv({
            // The lines' view is none of the action's: it has no other views to switch to.
            config: {
                ...this.env.config,
                views: [[false, this.viewType]],
                viewSwitcherEntries: [],
            },
            calculation: {
                setList: (list) => (this.list = list),
                onListShown: () => this.onListShown(),
                showTotals: (totals) => this.showTotals(totals),
                showSavedTotals: () => this.showTotals(this.current?.totals),
                refresh: () => this.refresh(),
                reloadLines: () => this.reloadLines(),
                openLine: (lineId) => this.openLine(lineId),
                isReadonly: () => this.props.readonly,
            },
        });
        useSortable({
            ref: this.tabs,
            elements: ".o_calculation_tab",
            onDrop: ({ element, previous }) => this.onReorder(element, previous),
        });
        onMounted(() => this.load(this.leadId));
        onWillUpdateProps((next) => this.onUpdate(next));
    }

    // What is shown

    get leadId() {
        return this.props.record.resId;
    }

    get current() {
        return this.state.variants.find((variant) => variant.id === this.state.current);
    }

    /** As with Odoo's orders: rows, or cards on a small screen. */
    get viewType() {
        return this.ui.isSmall ? "kanban" : "list";
    }

    /** The same object for the same list: a new one would load it anew while one types. */
    get listProps() {
        const key = `${this.viewType} ${this.state.current} ${this.props.readonly}`;
        if (this.shown.key !== key) {
            // Not set on `this`: for a template with variables that is another object each time.
            Object.assign(this.shown, { key, props: this.makeListProps() });
        }
        return this.shown.props;
    }

    makeListProps() {
        return {
            type: this.viewType,
            resModel: "deal.variant.line",
            domain: [["variant_id", "=", this.state.current]],
            context: {
                default_variant_id: this.state.current,
                list_view_ref: "sales_deals.deal_variant_line_view_list_calculation",
                kanban_view_ref: "sales_deals.deal_variant_line_view_kanban_calculation",
            },
            display: { controlPanel: false },
            allowSelectors: false,
            showButtons: false,
            noContentHelp: "",
            readonly: this.props.readonly,
            __beforeLeave__: this.env.__beforeLeave__,
        };
    }

    get widthTitle() {
        return this.state.isWide
            ? _t("Show panel and chatter beside the calculation")
            : _t("Use the whole width for the calculation");
    }

    /** The whole width for the lines, or panel and chatter beside them: as the user left it. */
    async onToggleWidth() {
        this.state.isWide = !this.state.isWide;
        await user.setUserSettings("deal_calculation_is_wide", this.state.isWide);
    }

    // Loading

    /** The form does not wait for it; another deal may be shown when the answer is there. */
    async load(leadId) {
        this.shownId = leadId;
        const variants = leadId ? await askForDeal(this.orm, leadId, "tabs") : [];
        if (this.shownId === leadId) {
            this.takeVariants(variants || []);
        }
    }

    takeVariants(variants) {
        this.state.variants = variants;
        this.state.isLoaded = true;
        if (!this.current) {
            const chosen = this.state.variants.find((variant) => variant.is_chosen);
            this.state.current = (chosen || this.state.variants[0])?.id || false;
        }
        this.state.totals = this.current?.totals;
    }

    /** After lines were saved: totals from the server, and the deal's value. */
    async refresh() {
        await this.load(this.leadId);
        this.refreshDealSoon();
    }

    /** The deal shows the chosen variant's figures, unless it is just being edited. */
    async refreshDeal() {
        if (status(this) !== "mounted") {
            return;
        }
        if (isChoosing()) {
            this.refreshDealSoon();
        } else if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }

    async reloadLines() {
        await this.list?.model.load();
        await this.refresh();
    }

    showTotals(totals) {
        if (totals) {
            this.state.totals = totals;
        }
    }

    onUpdate(next) {
        if (next.record.resId !== this.leadId) {
            Object.assign(this.state, { variants: [], isLoaded: false, current: false });
            this.load(next.record.resId);
        }
    }

    // Variants

    async leaveLines() {
        return !this.list || this.list.model.root.leaveEditMode();
    }

    async onOpen(variantId) {
        if (await this.leaveLines()) {
            this.state.current = variantId;
            await this.load(this.leadId);
        }
    }

    async onAdd() {
        if (!this.leadId && !(await this.props.record.save())) {
            return;
        }
        if (await this.leaveLines()) {
            const leadId = this.props.record.resId;
            this.isBegun = !this.state.variants.length && !this.ui.isSmall;
            this.state.current = await this.orm.call("deal.variant", "add_to_deal", [leadId]);
            await this.load(leadId);
            await this.refreshDeal();
        }
    }

    onAddFromQuotation() {
        this.dialog.add(SelectCreateDialog, {
            title: _t("Variant of a quotation"),
            resModel: "sale.order",
            domain: [["opportunity_id", "=", this.leadId]],
            multiSelect: false,
            noCreate: true,
            onSelected: async ([orderId]) => {
                const made = await this.orm.call("sale.order", "action_make_deal_variant", [
                    [orderId],
                ]);
                this.state.current = made.context.deal_variant_id;
                await this.refresh();
            },
        });
    }

    async onChoose() {
        await this.orm.call("deal.variant", "action_choose", [this.state.current]);
        await this.refresh();
    }

    async onDuplicate() {
        const [copy] = await this.orm.call("deal.variant", "copy", [[this.state.current]]);
        this.state.current = copy;
        await this.refresh();
    }

    onDelete() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Delete variant"),
            body: _t("Delete the variant “%s” with all its lines?", this.current.name),
            confirmLabel: _t("Delete"),
            confirm: async () => {
                await this.orm.unlink("deal.variant", [this.state.current]);
                this.state.current = false;
                await this.refresh();
            },
            cancel: () => {},
        });
    }

    onTerms() {
        this.dialog.add(FormViewDialog, {
            resModel: "deal.variant",
            resId: this.state.current,
            title: this.current.name,
            onRecordSaved: () => this.reloadLines(),
        });
    }

    // The whole

    async onSetTotal() {
        if (!(await this.leaveLines())) {
            return;
        }
        this.openDialogue(_t("Set the total"), "deal.variant.set.total", {
            default_amount: this.current.totals.amount_untaxed,
            default_ratio: 0,
        });
    }

    /** What is typed over a total; that it can't be met to the last unit is said beside it. */
    async onTypeTotal(figure, value) {
        await this.orm.call("deal.variant", "set_total", [[this.state.current], figure, value]);
        await this.reloadLines();
    }

    async onReprice() {
        if (await this.leaveLines()) {
            this.openDialogue(_t("Price list and currency"), "deal.variant.reprice", {});
        }
    }

    /** Ask something about the current variant, and show what has become of it. */
    openDialogue(name, resModel, context) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name,
                res_model: resModel,
                views: [[false, "form"]],
                target: "new",
                context: { default_variant_id: this.state.current, ...context },
            },
            { onClose: () => this.reloadLines() },
        );
    }

    // Approval

    async onApproval(method) {
        if (await this.leaveLines()) {
            await this.orm.call("deal.variant", method, [this.state.current]);
            await this.refresh();
        }
    }

    /** Approve what is seen; where that is old, show what has become of it. */
    async onApprove() {
        if (await this.leaveLines()) {
            const { seen } = this.current.approval;
            try {
                await this.orm.call("deal.variant", "action_approve", [this.state.current, seen]);
            } finally {
                await this.reloadLines();
            }
        }
    }

    onRefuse() {
        this.openDialogue(_t("Refuse prices"), "deal.variant.refuse", {});
    }

    async onUndo() {
        await this.orm.call("deal.variant", "action_undo_total", [this.state.current]);
        await this.reloadLines();
    }

    async onCompare() {
        if (await this.leaveLines()) {
            this.dialog.add(CompareDialog, {
                leadId: this.leadId,
                onOpen: (variantId) => this.onOpen(variantId),
            });
        }
    }

    async onReorder(element, previous) {
        const ids = this.state.variants.map((variant) => variant.id);
        const moved = Number(element.dataset.id);
        ids.splice(ids.indexOf(moved), 1);
        ids.splice(previous ? ids.indexOf(Number(previous.dataset.id)) + 1 : 0, 0, moved);
        await this.orm.webResequence("deal.variant", ids, { specification: {} });
        await this.load(this.leadId);
    }

    // Lines

    /** A calculation just begun is ready for its first product. */
    onListShown() {
        if (this.isBegun) {
            this.isBegun = false;
            this.onAddLine(false);
        }
    }

    /** A line, or a new one, in a form of its own. */
    openLine(lineId, displayType = false) {
        const { current } = this.state;
        this.dialog.add(FormViewDialog, {
            resModel: "deal.variant.line",
            resId: lineId,
            title: this.current.name,
            canExpand: false,
            readonly: this.props.readonly,
            context: {
                default_variant_id: current,
                default_display_type: displayType,
                form_view_ref: "sales_deals.deal_variant_line_view_form_calculation",
            },
            onRecordSaved: () => this.reloadLines(),
            removeRecord:
                lineId && !this.props.readonly ? () => this.removeLine(lineId) : undefined,
        });
    }

    async removeLine(lineId) {
        await this.orm.unlink("deal.variant.line", [lineId]);
        await this.reloadLines();
    }

    async onAddLine(displayType) {
        if (this.ui.isSmall) {
            this.openLine(false, displayType);
            return;
        }
        if (!(await this.leaveLines()) || !(await this.list.showLastPage())) {
            return;
        }
        const lines = this.list.model.root;
        // A row that Tab is just adding would stay empty: it comes first, and gives way to this one.
        await lines.model.mutex.getUnlockedDef();
        if (!(await this.leaveLines())) {
            return;
        }
        const { context } = lines.config;
        lines.config.context = { ...context, default_display_type: displayType };
        try {
            await lines.addNewRecord(false);
        } finally {
            lines.config.context = context;
        }
        this.list.render();
    }
}

registry.category("view_widgets").add("deal_calculation", { component: Calculation });
