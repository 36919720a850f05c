import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatMoney, readMoney } from "@sales_deals/language/money/money";
import { useNumpadDecimal } from "@web/views/fields/numpad_decimal_hook";
import { InvalidNumberError, parseMonetary, parsePercentage } from "@web/views/fields/parsers";
import { formatRatio } from "../ratio_field/ratio_field";

/** The figures below the lines; `figure` is what `set_total` calls those that can be typed over. */
const AMOUNTS = [
    { name: "amount_untaxed", label: _t("Net"), figure: "net" },
    { name: "amount_tax", label: _t("Tax") },
    { name: "amount_total", label: _t("Gross"), figure: "gross" },
];
const COST_FIGURES = [
    { name: "cost_total", label: _t("Cost") },
    { name: "profit", label: _t("Profit") },
    {
        name: "margin",
        label: _t("Margin"),
        figure: "margin",
        isRatio: true,
        hint: _t("(price - cost) / price"),
    },
    {
        name: "markup",
        label: _t("Markup"),
        figure: "markup",
        isRatio: true,
        hint: _t("(price - cost) / cost"),
    },
];

/** The totals of a variant. Typing over one of them lets the lines follow. */
export class Totals extends Component {
    static template = "sales_deals.Totals";
    static props = {
        totals: Object,
        message: String,
        canUndo: Boolean,
        readonly: Boolean,
        /** Resolves to false when a line that is being edited cannot be left. */
        leaveLines: Function,
        onSet: Function,
        onUndo: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.input = useNumpadDecimal();
        this.state = useState({ edited: null, isInvalid: false });
        useEffect(
            (edited) => this.moveFocus(edited),
            () => [this.state.edited],
        );
    }

    get figures() {
        return "profit" in this.props.totals ? [...AMOUNTS, ...COST_FIGURES] : AMOUNTS;
    }

    format(figure, { noSymbol } = {}) {
        const { [figure.name]: value, currency_id: currencyId } = this.props.totals;
        return figure.isRatio
            ? formatRatio(value ?? false, { noSymbol })
            : formatMoney(value ?? false, { currencyId, noSymbol });
    }

    // Typing

    /** To what is typed over, and back to where it began. */
    moveFocus(edited) {
        const find = (selector) => this.root.el?.querySelector(selector);
        if (edited) {
            find("input")?.select();
        } else if (this.left) {
            find(`[data-name=${this.left}] button`)?.focus();
            this.left = null;
        }
    }

    async edit(figure) {
        // At once: nobody who goes on typing shall lose a digit.
        Object.assign(this.state, { edited: figure.name, isInvalid: false });
        if (!(await this.props.leaveLines())) {
            this.state.edited = null;
        }
    }

    stop(figure) {
        this.left = figure.name;
        this.state.edited = null;
    }

    /** Typing is over already where the box goes away with it. */
    onBlur(figure) {
        if (this.state.edited === figure.name) {
            this.state.edited = null;
        }
    }

    onKeydown(event, figure) {
        if (event.key === "Escape") {
            event.stopPropagation();
            this.stop(figure);
        } else if (event.key === "Enter") {
            event.preventDefault();
            event.stopPropagation();
            this.set(figure, event.target.value);
        }
    }

    async set(figure, text) {
        if (text === this.format(figure, { noSymbol: true })) {
            return this.stop(figure);
        }
        const value = this.parse(figure, text);
        this.state.isInvalid = value === null;
        if (value !== null) {
            this.stop(figure);
            await this.props.onSet(figure.figure, value);
        }
    }

    /** @returns {number|null} null for what is no number */
    parse(figure, text) {
        try {
            return figure.isRatio
                ? parsePercentage(text)
                : readMoney(
                      parseMonetary(text, { allowOperation: true }),
                      this.props.totals.currency_id,
                  );
        } catch (error) {
            if (!(error instanceof InvalidNumberError)) {
                throw error;
            }
            this.notification.add(_t("Type a number."), { type: "danger" });
            return null;
        }
    }
}
