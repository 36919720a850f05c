/** The one place where amounts of deals are turned into what people read, and back. */

import { getCurrency } from "@web/core/currency";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { pyToJsLocale } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { formatFloat } from "@web/core/utils/numbers";
import { nbsp } from "@web/core/utils/strings";
import { formatMonetary } from "@web/views/fields/formatters";
import { session } from "@web/session";
import { asRead, fromRead, isReadOtherwise, priceDecimals, shorten, toRead } from "./amounts";

/** @returns {string|undefined} what tomans are called, if the company reads rials in them */
function getTomans() {
    return session.deal_tomans?.includes(user.activeCompany?.id)
        ? _t("tomans").toString()
        : undefined;
}

/** @returns {Object} how a currency is read: name, symbol, position, digits, factor */
export function getUnit(currencyId) {
    return asRead(getCurrency(currencyId), getTomans());
}

function getCurrencyId({ currencyId, currencyField, data, field }) {
    const value = data?.[currencyField || field?.currency_field || "currency_id"];
    return currencyId || (value?.id ?? value);
}

function withSymbol(number, { symbol, position }) {
    return (position === "after" ? [number, symbol] : [symbol, number]).join(nbsp);
}

/** Format an amount as Odoo's `formatMonetary`, whose options these are, but in the unit read. */
export function formatMoney(value, options = {}) {
    const unit = getUnit(getCurrencyId(options));
    if (value === false || !isReadOtherwise(unit)) {
        return formatMonetary(value, options);
    }
    const number = formatFloat(toRead(value, unit), { digits: unit.digits, trailingZeros: false });
    return options.noSymbol ? number : withSymbol(number, unit);
}
formatMoney.extractOptions = formatMonetary.extractOptions;

/** Format a unit price without its currency: with all the decimals that it needs. */
export function formatPrice(value, options = {}) {
    const unit = getUnit(getCurrencyId(options));
    if (value === false || !isReadOtherwise(unit)) {
        return registry.category("formatters").get("float")(value, options);
    }
    const decimals = priceDecimals(value);
    const read = decimals ? value / unit.factor : toRead(value, unit);
    const digits = [16, decimals + unit.digits[1]];
    return formatFloat(read, { digits, trailingZeros: false });
}
formatPrice.extractOptions = registry.category("formatters").get("float").extractOptions;

/**
 * A number as short as a card needs it, in the words of the user's language.
 *
 * @param {number} value
 * @param {Object} [options] of `formatFloat`, for one that is not long; and `from`, the least that is
 */
export function shortNumber(value, options = {}) {
    const locale = pyToJsLocale(localization.code);
    const short = shorten(value, locale, localization.decimalPoint, options.from);
    return short ?? formatFloat(value, { digits: [16, 2], trailingZeros: false, ...options });
}

/** An amount as short as a card needs it; its options are those of `formatMonetary`, and `from`. */
export function shortMoney(value, options = {}) {
    if (value === false) {
        return "";
    }
    const unit = getUnit(getCurrencyId(options));
    const digits = options.digits || unit.digits || [16, 2];
    const number = shortNumber(toRead(value, unit), { digits, from: options.from });
    return options.noSymbol || !unit.symbol ? number : withSymbol(number, unit);
}

/** What was typed as an amount of a currency, as it is stored. */
export function readMoney(value, currencyId) {
    return fromRead(value, getUnit(currencyId));
}

registry.category("formatters").add("deal_money", formatMoney).add("deal_price", formatPrice);
