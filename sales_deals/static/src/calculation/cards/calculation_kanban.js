import { useEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The lines as cards, for small screens: each opens in a form. */
export class CalculationKanbanController extends KanbanController {
    setup() {
        super.setup();
        this.calculation = useEnv().calculation;
        this.calculation?.setList(this);
    }

    async openRecord(record) {
        this.calculation?.openLine(record.resId);
    }
}

registry.category("views").add("deal_calculation_kanban", {
    ...kanbanView,
    Controller: CalculationKanbanController,
});
