import { Component, markup, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FileInput } from "@web/core/file_input/file_input";
import { deserializeDate, deserializeDateTime, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { formatPercent } from "../../language/percent/percent";
import { focusField, openPage } from "../../playbook/form_places";
import { getOpener } from "../../playbook/openers";

/** Characters of guidance that are read at a glance; longer ones are folded. */
const GLANCE = 160;

/** The guidance of a deal's stage and its practices: each opens what fulfils it. */
export class DealPlaybook extends Component {
    static template = "sales_deals.DealPlaybook";
    static components = { FileInput };
    static props = {
        record: Object,
        playbook: Object,
        stage: [String, Boolean],
        stageDays: [Number, Boolean],
        actions: Object,
        readBeside: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ isUnfolded: false, ticking: false, note: "", isBusy: false });
        this.running = new Set();
        this.root = useRef("root");
        useAutofocus({ refName: "note" });
    }

    // What is shown

    get playbook() {
        return this.props.playbook;
    }

    get guidance() {
        return markup(this.playbook.guidance);
    }

    get isLong() {
        const { body } = new DOMParser().parseFromString(this.playbook.guidance, "text/html");
        return body.textContent.length > GLANCE || Boolean(body.querySelector("img, table, li"));
    }

    get hasProgress() {
        return this.playbook.progress !== false;
    }

    get percent() {
        return formatPercent(this.playbook.progress, { digits: [16, 0] });
    }

    get daysText() {
        const { expected_days: expected } = this.playbook;
        return _t("Day %(day)s of %(expected)s", { day: this.props.stageDays, expected });
    }

    get isSlow() {
        return this.props.stageDays > this.playbook.expected_days;
    }

    /** The first open practice is what is next. */
    isNext(practice) {
        const first = this.playbook.practices[0];
        return practice === first && !practice.is_done && !practice.passed;
    }

    getIcon({ is_done: isDone, passed, is_overdue: isOverdue }) {
        if (isDone) {
            return "fa-check-circle text-success";
        }
        return passed
            ? "fa-share text-muted"
            : `fa-circle-o ${isOverdue ? "text-danger" : "text-muted"}`;
    }

    getStateWord({ is_done: isDone, passed }) {
        return isDone ? _t("Fulfilled") : passed ? _t("Passed with a reason") : _t("Open");
    }

    getTickTitle({ name }) {
        return _t("Tick “%s”", name);
    }

    getOpener(practice) {
        if (practice.planned) {
            return false;
        }
        if (practice.kind === "domain") {
            return practice.fields.length ? _t("Fill in") : false;
        }
        return getOpener(practice);
    }

    formatDay(day) {
        return toLocaleDateString(deserializeDate(day));
    }

    formatDistance(day) {
        return deserializeDate(day).toRelativeCalendar({ unit: "days" });
    }

    /** "Anna · Nov 27 · on the phone" */
    describeEntry({ user, date, text }) {
        const day = toLocaleDateString(deserializeDateTime(date));
        return [user, day, text].filter(Boolean).join(" · ");
    }

    /** Links of the guidance lead out of the deal, whose form may hold changes. */
    onGuidanceClick(ev) {
        const link = ev.target.closest("a");
        if (link) {
            link.target = "_blank";
            link.rel = "noopener";
        }
    }

    // What is clicked

    get dealId() {
        return this.props.record.resId;
    }

    get form() {
        return this.root.el.closest(".o_form_renderer");
    }

    async open(practice) {
        if (practice.kind === "domain") {
            await focusField(this.form, practice.fields);
        } else if (practice.kind === "calculation") {
            await openPage(this.form, "calculation");
        } else {
            await this.openAction(practice);
        }
    }

    async openAction({ id }) {
        const action = await this.orm.call("crm.lead", "get_deal_practice_action", [
            [this.dealId],
            id,
        ]);
        if (action.res_model === "crm.lead" && action.res_id === this.dealId) {
            // There is nothing to offer yet.
            await openPage(this.form, "calculation");
        } else if (action.target === "new") {
            await new Promise((onClose) => this.action.doAction(action, { onClose }));
            await this.refresh();
        } else {
            await this.action.doAction(action);
        }
    }

    startTick({ id }) {
        Object.assign(this.state, { ticking: id, note: "" });
    }

    stopTick() {
        this.state.ticking = false;
    }

    onNoteKey(ev, practice) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.tick(practice);
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            this.stopTick();
        }
    }

    async tick({ id }) {
        const note = this.state.note.trim();
        await this.callOnce("tick_deal_practice", [[this.dealId], id, note]);
        this.stopTick();
    }

    /** Who ticked it, and when, would be gone: it is told before, and kept in the chatter. */
    takeBack({ id, name, tick }) {
        const told = { practice: name, entry: this.describeEntry(tick) };
        this.dialog.add(ConfirmationDialog, {
            title: _t("Take back the tick?"),
            body: _t(
                "“%(practice)s” was ticked: %(entry)s. It will be open again; the chatter keeps who had done it, and when.",
                told,
            ),
            confirmLabel: _t("Take back"),
            confirm: () => this.callOnce("tick_deal_practice", [[this.dealId], id]),
            cancel: () => {},
        });
    }

    /** Call the server; of two clicks on the same, the second one is dropped. */
    async callOnce(method, args) {
        const call = JSON.stringify([method, args]);
        if (this.running.has(call)) {
            return;
        }
        this.running.add(call);
        this.state.isBusy = true;
        try {
            await this.orm.call("crm.lead", method, args);
            await this.refresh();
        } finally {
            this.running.delete(call);
            this.state.isBusy = this.running.size > 0;
        }
    }

    refresh() {
        return this.props.readBeside();
    }
}
