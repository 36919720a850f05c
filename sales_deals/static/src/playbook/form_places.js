/** Longer than a notebook's page takes to be drawn. */
const FRAMES = 3;

async function nextFrames() {
    for (let frame = 0; frame < FRAMES; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
}

function isShown(element) {
    return Boolean(element?.getClientRects().length);
}

/** Open a page of a form's notebook by its name; true if it is there. */
export async function openPage(form, name) {
    const tab = form.querySelector(`.o_notebook_headers .nav-link[name='${name}']`);
    tab?.click();
    await nextFrames();
    tab?.scrollIntoView({ block: "center" });
    return isShown(tab);
}

/** Open the page of a form that has one of some fields, and go into the field; true if there is. */
export async function focusField(form, names) {
    const selector = names.map((name) => `.o_field_widget[name='${name}']`).join();
    const tabs = [...form.querySelectorAll(".o_notebook_headers .nav-link")];
    const active = tabs.find((tab) => tab.classList.contains("active"));
    for (const tab of [null, ...tabs.filter((tab) => tab !== active)]) {
        tab?.click();
        await nextFrames();
        const field = [...form.querySelectorAll(selector)].find(isShown);
        if (field) {
            field.scrollIntoView({ block: "center" });
            (field.querySelector("input, textarea, select, button, [tabindex]") || field).focus();
            return true;
        }
    }
    active?.click();
    return false;
}
