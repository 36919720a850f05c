import { Component, useEffect, useState } from "@odoo/owl";
import {
    deserializeDate,
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMoney } from "@sales_deals/language/money/money";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatRatio } from "../../calculation/ratio_field/ratio_field";
import { useDealOpening } from "../../company/opening/deal_opening";
import { useDealActions } from "./deal_actions";
import { DealHistoryDialog } from "./deal_history";
import { useDealNews } from "./deal_news_hook";
import { DealPlaybook } from "./deal_playbook";
import { NextSteps } from "./next_steps";

const CONTACT_ICONS = {
    mail_in: "fa-reply",
    mail_out: "fa-paper-plane-o",
    call: "fa-phone",
    meeting: "fa-handshake-o",
};
const OFFER_COLORS = { sent: "info", opened: "warning", accepted: "success", declined: "danger" };
const COMPETITOR_COLORS = { in_play: "info", won_against: "success", lost_to: "danger" };
const ACTIVITY_COLORS = { overdue: "text-danger", today: "text-warning", planned: "text-success" };

/**
 * What matters about a deal and does not stand in its form, beside it.
 *
 * The form carries none of it: one call asks for it when the form is there, and again when the
 * deal was saved or something was planned or done on it.
 */
export class DealPanel extends Component {
    static template = "sales_deals.DealPanel";
    static components = { CopyButton, DealPlaybook, NextSteps };
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.store = useState(useService("mail.store"));
        this.state = useState({ panel: null, isOpen: false });
        this.copied = { copyText: _t("Copy Link"), successText: _t("Copied") };
        this.actions = useDealActions(
            () => this.props.record,
            () => this.load(),
        );
        useDealNews(() => this.props.record, { readBeside: () => this.readBeside() });
        this.load = useDealOpening(
            () => this.props.record,
            "panel",
            (panel) => (this.state.panel = panel || null),
        );
        useEffect(
            (planned) => this.onPlanned(planned),
            () => [this.plannedActivities],
        );
    }

    /** Ids of the activities that the chatter shows. */
    get plannedActivities() {
        const { resId: id, resModel: model } = this.props.record;
        const thread = id && this.store.Thread.get({ id, model });
        return (thread?.activities || [])
            .map((activity) => activity.id)
            .sort()
            .join();
    }

    /** The chatter shows none until it has asked for them: then there is nothing new. */
    onPlanned(planned) {
        const known = this.state.panel?.activity_ids;
        const isTold = planned || this.toldOf === this.props.record.resId;
        if (planned) {
            this.toldOf = this.props.record.resId;
        }
        if (known && isTold && planned !== [...known].sort().join()) {
            this.load();
        }
    }

    readBeside() {
        return Promise.all([this.load(), this.actions.readThread()]);
    }

    // What is shown

    /** Where the form knows nothing of next steps, neither does the panel. */
    get hasNextSteps() {
        return "deal_next_steps" in this.props.record.activeFields;
    }

    get decisionColor() {
        const { days_left: days } = this.state.panel;
        if (days === false) {
            return "";
        }
        return days < 0 ? "text-danger" : days <= 7 ? "text-warning" : "";
    }

    get activityColor() {
        return ACTIVITY_COLORS[this.state.panel.activity.state] || "";
    }

    /** As the chatter, which knows it: the panel doesn't ask. */
    canMarkAsDone(activity) {
        return this.store["mail.activity"].get(activity.id)?.can_write !== false;
    }

    get contactIcon() {
        return CONTACT_ICONS[this.state.panel.last_contact.kind] || "fa-comment-o";
    }

    get offerColor() {
        return OFFER_COLORS[this.state.panel.offer.state] || "secondary";
    }

    getCompetitorColor(competitor) {
        return COMPETITOR_COLORS[competitor.state] || "secondary";
    }

    /** As Odoo's field for phone numbers. */
    getCallHref(phone) {
        return "tel:" + phone.replace(/\s+/g, "");
    }

    formatMoney(value, currencyId = this.state.panel.currency_id) {
        return formatMoney(value, { currencyId });
    }

    /** Without a cost the margin is unknown, and what is shown as profit is all that is sold. */
    lacksCost(panel) {
        return Boolean(panel.value && !panel.cost);
    }

    formatMargin(value) {
        return formatRatio(value);
    }

    formatDay(day) {
        return toLocaleDateString(deserializeDate(day));
    }

    formatDayOf(moment) {
        return toLocaleDateString(deserializeDateTime(moment));
    }

    formatMoment(moment) {
        return toLocaleDateTimeString(deserializeDateTime(moment));
    }

    /** "Tomorrow", "in 9 days", in the user's language. */
    formatDistance(day) {
        return deserializeDate(day).toRelativeCalendar({ unit: "days" });
    }

    formatDistanceOf(moment) {
        return deserializeDateTime(moment).toRelativeCalendar();
    }

    // What is clicked

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    showHistory() {
        const { resId } = this.props.record;
        this.dialog.add(DealHistoryDialog, { dealId: resId });
    }
}

registry.category("view_widgets").add("deal_panel", { component: DealPanel });
