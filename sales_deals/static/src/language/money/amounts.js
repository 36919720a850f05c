/** Amounts as people read them, whatever Odoo stores of them. Nothing of Odoo's is needed here. */

/** Rials of a toman. */
export const TOMAN = 10;
/** From here on a number is said in thousands, millions and so on. */
export const LONG = 1000;
/** So many digits of a short number say how much it is. */
const SHORT_DIGITS = 3;
/** Rounding may change a price of rials by a hundredth of it; a smaller one keeps its decimals. */
const TOLERANCE = 0.01;
const MAX_DECIMALS = 6;

const compacts = {};

/**
 * How a currency is read.
 *
 * @param {Object} currency as Odoo tells it: name, symbol, position, digits
 * @param {string} [tomans] what tomans are called, where rials are read in them
 * @returns {Object} the same with `factor`, of how many units of the currency the one read is
 */
export function asRead(currency, tomans) {
    if (currency?.name !== "IRR") {
        return { ...currency, factor: 1 };
    }
    return tomans
        ? { ...currency, factor: TOMAN, symbol: tomans, position: "after", digits: [69, 1] }
        : { ...currency, factor: 1, digits: [69, 0] };
}

/** Whether an amount of a currency is read otherwise than Odoo shows it. */
export const isReadOtherwise = (currency) => currency?.name === "IRR";

/** An amount in the unit that is read, halves of a rial away from zero. */
export function toRead(amount, { name, factor }) {
    if (name !== "IRR") {
        return amount;
    }
    return (Math.sign(amount) * Math.round(Math.abs(amount))) / factor;
}

/** What was typed in the unit that is read, in the currency's own. */
export function fromRead(amount, { name, factor }) {
    return name === "IRR" && factor !== 1 ? Math.round(amount * factor) : amount;
}

/** Decimals without which a price in rials would be another one. */
export function priceDecimals(rials) {
    let decimals = 0;
    while (decimals < MAX_DECIMALS && 0.5 * 10 ** -decimals > Math.abs(rials) * TOLERANCE) {
        decimals += 1;
    }
    return rials ? decimals : 0;
}

/**
 * A large number in the words of a language: 1.5 میلیارد, 1,5 mld, 1.5B.
 *
 * @param {number} number
 * @param {string} locale BCP 47
 * @param {string} decimalPoint as the user writes it
 * @param {number} [from] the least number that is long
 * @returns {string|null} null for one that is short as it is
 */
export function shorten(number, locale, decimalPoint, from = LONG) {
    if (Math.abs(number) < from - 0.5) {
        return null;
    }
    return getCompact(locale)
        .formatToParts(number)
        .map(({ type, value }) => ({ decimal: decimalPoint, minusSign: "-" })[type] ?? value)
        .join("")
        .replace("\u200e", "");
}

function getCompact(locale) {
    compacts[locale] ??= new Intl.NumberFormat(locale, {
        notation: "compact",
        maximumSignificantDigits: SHORT_DIGITS,
        numberingSystem: "latn",
        useGrouping: false,
    });
    return compacts[locale];
}
