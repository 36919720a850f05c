import { ProductCatalogKanbanController } from "@product/product_catalog/kanban_controller";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** From a variant's catalogue back to its deal; a variant has no state. */
patch(ProductCatalogKanbanController.prototype, {
    get isOfVariant() {
        return this.orderResModel === "deal.variant";
    },

    async setOrderStateInfo() {
        if (this.isOfVariant) {
            this.orderStateInfo = {};
            return;
        }
        return super.setOrderStateInfo();
    },

    _defineButtonContent() {
        if (this.isOfVariant) {
            this.buttonString = _t("Back to Calculation");
        } else {
            super._defineButtonContent();
        }
    },

    async backToQuotation() {
        if (!this.isOfVariant || this.env.config.breadcrumbs.length > 1) {
            return super.backToQuotation();
        }
        await this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            views: [[false, "form"]],
            res_id: this.props.context.product_catalog_lead_id,
        });
    },
});
