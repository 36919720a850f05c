/**
 * Units of measure behind a quantity, as people say them: after one and after another number. The
 * same as on offers, by `tools/language/units.py`; names that a business has given are its own.
 */
const SAID = {
    en: {
        Units: ["Unit", "Units"],
        Hours: ["Hour", "Hours"],
        Days: ["Day", "Days"],
        Dozens: ["Dozen", "Dozens"],
    },
    pl: {
        Jednostki: ["szt.", "szt."],
        Godziny: ["godz.", "godz."],
        Dni: ["dzień", "dni"],
        Tuzin: ["tuz.", "tuz."],
    },
};

/**
 * @param {string} name of the unit, in the language
 * @param {number} quantity
 * @param {string} lang code of the language
 */
export function sayUnit(name, quantity, lang) {
    const said = SAID[(lang || "en").slice(0, 2)] || {};
    const [one, many] = Object.hasOwn(said, name) ? said[name] : [name, name];
    return quantity === 1 ? one : many;
}
