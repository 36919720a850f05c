import { formatPercentage } from "@web/views/fields/formatters";

const DIGITS = [16, 2];

/**
 * Write a ratio in per cent, as everything of ours does: no blank before the sign, as in Odoo and as
 * English, Polish and Persian have it, and two decimals at most, none that are 0.
 *
 * @param {number} value
 * @param {Object} [options] as Odoo's `formatPercentage` takes them; of `digits` no decimals count,
 *     for estimates, whose decimals would say nothing
 */
export function formatPercent(value, options = {}) {
    const digits = options.digits?.[1] === 0 ? options.digits : DIGITS;
    return formatPercentage(value, { ...options, digits, trailingZeros: false });
}
