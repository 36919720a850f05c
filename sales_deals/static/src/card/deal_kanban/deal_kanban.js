import { CrmColumnProgress } from "@crm/views/crm_kanban/crm_column_progress";
import { CrmKanbanArchParser } from "@crm/views/crm_kanban/crm_kanban_arch_parser";
import { CrmKanbanRenderer } from "@crm/views/crm_kanban/crm_kanban_renderer";
import { crmKanbanView } from "@crm/views/crm_kanban/crm_kanban_view";
import { extractAttributes } from "@web/core/utils/xml";
import { registry } from "@web/core/registry";
import { ShortNumber } from "@sales_deals/language/money/money_field";

/** Columns show what their deals are worth, and below it the same weighted by probability. */
export class DealKanbanArchParser extends CrmKanbanArchParser {
    parseProgressBar(progressBar, fields) {
        const result = super.parseProgressBar(...arguments);
        const attributes = extractAttributes(progressBar, ["weighted_sum_field"]);
        result.weighted_sum_field = fields[attributes.weighted_sum_field] || false;
        return result;
    }
}

export class DealColumnProgress extends CrmColumnProgress {
    static template = "sales_deals.ColumnProgress";
    static components = { ...CrmColumnProgress.components, AnimatedNumber: ShortNumber };

    get weighted() {
        const { progressAttributes } = this.props.progressBarState;
        const field = progressAttributes.weighted_sum_field;
        return field ? this.props.progressBarState.getAggregateValue(this.props.group, field) : {};
    }
}

const CrmKanbanHeader = CrmKanbanRenderer.components.KanbanHeader;

class DealKanbanHeader extends CrmKanbanHeader {
    static components = { ...CrmKanbanHeader.components, ColumnProgress: DealColumnProgress };
}

export class DealKanbanRenderer extends CrmKanbanRenderer {
    static components = { ...CrmKanbanRenderer.components, KanbanHeader: DealKanbanHeader };
}

class DealKanbanController extends crmKanbanView.Controller {
    get progressBarAggregateFields() {
        const field = this.props.archInfo.progressAttributes?.weighted_sum_field;
        return [...super.progressBarAggregateFields, ...(field ? [field] : [])];
    }
}

registry.category("views").add("deal_kanban", {
    ...crmKanbanView,
    ArchParser: DealKanbanArchParser,
    Controller: DealKanbanController,
    Renderer: DealKanbanRenderer,
});
