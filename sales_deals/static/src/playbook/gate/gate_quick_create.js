import { useBus } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { KanbanQuickCreateController } from "@web/views/kanban/kanban_record_quick_create";
import { GATE_CLOSED, isPracticesOpen } from "./gate_service";

patch(KanbanQuickCreateController.prototype, {
    setup() {
        super.setup();
        useBus(this.env.bus, GATE_CLOSED, ({ detail }) => this.onGateClosed(detail));
    },

    /** Odoo opens a form of its own, where practices are asked for once more: ask at once. */
    showFormDialogInError(error) {
        if (!isPracticesOpen(error)) {
            return super.showFormDialogInError(error);
        }
        this.state.disabled = false;
        this.isAsked = true;
        throw error;
    },

    /** Add the card that was made with the answers, and be ready for the next one. */
    async onGateClosed(closed) {
        if (!this.isAsked || !closed.isNew) {
            return;
        }
        this.isAsked = false;
        if (closed.isPassed) {
            closed.isShown = true;
            await this.props.onValidate(closed.dealIds[0], "add");
            await this.model.load({ resId: false });
        }
    },
});
