import { formatPercentage } from "@web/views/fields/formatters";

/**
 * Write a ratio in per cent, as everything of ours does: no blank before the sign, as in Odoo and as
 * English, Polish and Persian have it, and two decimals at most, none that are 0.
 *
 * @param {number} value
 * @param {Object} [options] `isWhole` for estimates, whose decimals would say nothing; else as
 *     Odoo's `formatPercentage` takes them
 */
export function formatPercent(value, { isWhole = false, ...options } = {}) {
    return formatPercentage(value, { ...options, digits: [16, isWhole ? 0 : 2] });
}
