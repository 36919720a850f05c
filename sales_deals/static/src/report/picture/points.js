import { formatFloat } from "@web/views/fields/formatters";

/**
 * A difference of shares in percentage points, with its sign.
 *
 * @param {number} value
 */
export function formatPoints(value) {
    const points = formatFloat(Math.abs(100 * value), { digits: [16, 0] });
    if (points === formatFloat(0, { digits: [16, 0] })) {
        return points;
    }
    return `${value < 0 ? "−" : "+"}${points}`;
}
