import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";

const formatters = registry.category("formatters");
const NUMERIC = ["float", "monetary"];
/** What amounts are formatted with that have no widget. */
const FORMATTERS = { monetary: "deal_money" };
/** From here on decimals are left out of a column in which there are none. */
const LARGE = 10 ** 9;
/** Room for the sign of what a line holds, and for a cursor. */
const SIGN_WIDTH = 9;
const SPARE_WIDTH = 3;

const canvas = document.createElement("canvas").getContext("2d");
let font = null;

/** How wide a text is in the font of lists. All digits count as zeros: they are as wide. */
function measure(text, weight) {
    font = font || getComputedStyle(document.body);
    canvas.font = `${weight} ${font.fontSize} ${font.fontFamily}`;
    return canvas.measureText(text.replace(/\d/g, "0")).width;
}

/** How many characters a figure takes with the decimals that are shown at most. */
const lengthOf = (value) => `${Number(value.toFixed(6))}`.length;

/** The values whose texts are the widest: the extremes, and the one with the most digits. */
function getWidest(values) {
    let [low, high, longest, length] = [0, 0, 0, 0];
    for (const value of values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        if (lengthOf(value) > length) {
            [longest, length] = [value, lengthOf(value)];
        }
    }
    return [low, high, longest];
}

/**
 * Makes columns of figures as wide as what they show, so that nothing is cut and what is left is
 * the product's. They grow when it is needed, and do not shrink while one types.
 */
export class ColumnFitting {
    columns = {};
    widths = {};

    /** Another one when some column needs more room. */
    get key() {
        return Object.values(this.widths).join();
    }

    /**
     * @param {Object} column of the list
     * @param {Object} field that it shows
     * @param {number[]} values of its cells
     * @param {Object} options
     * @param {Object} options.data of a line, for its currency
     * @param {boolean} options.isBold whether some are bold
     * @param {number} options.signs how many signs stand beside a figure
     * @returns {Object} the column, the same one for the same result
     */
    fit(column, field, values, { data, isBold, signs }) {
        if (!NUMERIC.includes(field.type)) {
            return column;
        }
        const options = this.getOptions(column, values);
        const width = this.getWidth({ ...column, options }, field, values, { data, isBold, signs });
        const key = `${width} ${JSON.stringify(options)}`;
        const known = this.columns[column.id];
        if (known?.key === key && known.of === column) {
            return known.column;
        }
        const fitted = { ...column, options, attrs: { ...column.attrs, width: `${width}px` } };
        this.columns[column.id] = { key, of: column, column: fitted };
        return fitted;
    }

    /** Of large amounts no decimals are shown that say nothing, or less than nothing. */
    getOptions(column, values) {
        const options = { ...column.options, no_symbol: true };
        const isLarge = values.some((value) => Math.abs(value) >= LARGE);
        return isLarge
            ? {
                  ...options,
                  digits: [16, 2],
                  hide_trailing_zeros: values.every((value) => value % 1 === 0),
              }
            : options;
    }

    getWidth(column, field, values, { data, isBold, signs }) {
        const formatter = formatters.get(column.widget || FORMATTERS[field.type] || field.type);
        const options = { ...formatter.extractOptions?.(column), data, field };
        const weight = isBold ? 700 : 400;
        const texts = getWidest(values).map((value) => formatter(value, { ...options }));
        const words = column.label.split(/\s+/);
        const needed = Math.max(
            ...texts.map((text) => measure(`${text}`, weight) + signs * SIGN_WIDTH),
            ...words.map((word) => measure(word, 700)),
        );
        const id = `${localization.code} ${column.id}`;
        this.widths[id] = Math.max(Math.ceil(needed) + SPARE_WIDTH, this.widths[id] || 0);
        return this.widths[id];
    }
}
