import { Component, xml } from "@odoo/owl";
import { useBus } from "@web/core/utils/hooks";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { GATE_CLOSED } from "./gate_service";

/** Fields of a form that have moved the deal, when it was refused to go on. */
const MOVING = ["stage_id", "deal_process_id", "team_id", "type"];

/** In a deal's form: shows what has become of the deal that was asked for practices. */
export class GateForm extends Component {
    static template = xml`<t/>`;
    static props = { ...standardWidgetProps };

    setup() {
        useBus(this.env.bus, GATE_CLOSED, ({ detail }) => this.onClosed(detail));
    }

    onClosed(closed) {
        const { record } = this.props;
        if (closed.isNew ? !record.isNew : !closed.dealIds.includes(record.resId)) {
            return;
        }
        if (closed.isPassed) {
            closed.isShown = true;
            this.reload(closed.dealIds[0]);
        } else if (!record.isNew) {
            closed.waitFor.push(this.moveBack());
        }
    }

    async reload(dealId) {
        const { record } = this.props;
        await record.discard();
        await record.model.load({ resId: dealId });
    }

    /** Put the deal back where it stands; what else was typed stays, to be saved. */
    async moveBack() {
        const { record } = this.props;
        const changes = Object.keys(await record.getChanges());
        const moved = changes.filter((name) => MOVING.includes(name));
        if (moved.length === changes.length) {
            await record.discard();
        } else if (moved.length) {
            await record.update(Object.fromEntries(moved.map((n) => [n, record._values[n]])));
        }
    }
}

registry.category("view_widgets").add("deal_gate", { component: GateForm });
