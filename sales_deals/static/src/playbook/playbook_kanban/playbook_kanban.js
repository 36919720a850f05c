import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { makeActiveField } from "@web/model/relational_model/utils";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** What the head of a column shows of its stage. */
const STAGE_FIELDS = {
    deal_buyer_step: { type: "char" },
    rotting_threshold_days: { type: "integer" },
    deal_open_count: { type: "integer" },
    is_won: { type: "boolean" },
};

/** The head of a stage: what the client does there, how long, and which deals a change touches. */
class PlaybookHeader extends KanbanHeader {
    static template = "sales_deals.PlaybookHeader";

    setup() {
        super.setup();
        this.action = useService("action");
    }

    get stage() {
        return this.group.record?.data;
    }

    get days() {
        return _t("Expected: %s days", this.stage.rotting_threshold_days);
    }

    get openDeals() {
        return _t("Open deals: %s", this.stage.deal_open_count);
    }

    async openDealsOfStage() {
        const action = await this.orm.call("crm.stage", "action_show_deal_list", [
            [this.group.value],
        ]);
        return this.action.doAction(action);
    }
}

class PlaybookRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanHeader: PlaybookHeader };
}

class PlaybookController extends kanbanView.Controller {
    /** Have the server send what the heads show together with the columns. */
    get modelParams() {
        const fields = Object.fromEntries(
            Object.entries(STAGE_FIELDS).map(([name, field]) => [
                name,
                { ...field, name, readonly: true },
            ]),
        );
        const activeFields = Object.fromEntries(
            Object.keys(fields).map((name) => [name, makeActiveField({ readonly: true })]),
        );
        return { ...super.modelParams, groupByInfo: { stage_id: { fields, activeFields } } };
    }
}

registry.category("views").add("deal_playbook_kanban", {
    ...kanbanView,
    Controller: PlaybookController,
    Renderer: PlaybookRenderer,
});
