import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";

/** Whether a condition holds; one with a field that the view does not read is left out. */
function holds(condition, record) {
    try {
        return evaluateBooleanExpr(condition, record.evalContext);
    } catch {
        return true;
    }
}

/**
 * Whether an action of a menu can be done with records; see `_get_action_conditions` of deals.
 * Of records that are selected beyond the page, nothing is known.
 */
function isOffered({ deal_conditions: conditions, deal_one_is_enough: oneIsEnough }, records) {
    if (!conditions || !records.length) {
        return true;
    }
    const isPossible = (record) => conditions.every((condition) => holds(condition, record));
    return oneIsEnough ? records.some(isPossible) : records.every(isPossible);
}

function leaveOut({ action, ...items }, records) {
    return { ...items, action: action.filter((item) => isOffered(item, records)) };
}

patch(FormController.prototype, {
    get actionMenuItems() {
        return leaveOut(super.actionMenuItems, [this.model.root]);
    },
});

for (const Controller of [ListController, KanbanController]) {
    patch(Controller.prototype, {
        get actionMenuItems() {
            const { isDomainSelected, selection } = this.model.root;
            return leaveOut(super.actionMenuItems, isDomainSelected ? [] : selection || []);
        },
    });
}
