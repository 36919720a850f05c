/** What tells a screen reader the columns of a row's fields, and opens a row's menu by keyboard. */

const UNNAMED = ":is(input, textarea, button):not([aria-label], [aria-labelledby], [title])";

function nameCell(table, cell) {
    const header = table.querySelector(`th[data-name="${cell.getAttribute("name")}"]`);
    for (const control of cell.querySelectorAll(UNNAMED)) {
        const name = control.dataset.tooltip || header?.textContent.trim();
        if (name && !control.textContent.trim()) {
            control.setAttribute("aria-label", name);
        }
    }
}

/**
 * Name each field of the edited row as its column: to the eye the heading above it does that.
 * Fields draw themselves anew without their list, so that the table is watched.
 */
export function watchEditedRow(table) {
    const nameCells = () =>
        table.querySelectorAll(".o_selected_row td[name]").forEach((cell) => nameCell(table, cell));
    const observer = new MutationObserver(nameCells);
    observer.observe(table, { childList: true, subtree: true });
    nameCells();
    return () => observer.disconnect();
}

/** Return whether a key asks for the menu of where one is, as in every desktop. */
export function isMenuKey(ev) {
    return ev.key === "ContextMenu" || (ev.key === "F10" && ev.shiftKey);
}

/** Open the menu of the row in which the key was pressed. */
export function openRowMenu(ev) {
    const button = ev.target.closest("tr")?.querySelector(".o_calculation_line_menu");
    if (button) {
        ev.preventDefault();
        ev.stopPropagation();
        button.focus();
        button.click();
    }
}
