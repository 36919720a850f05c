import { registry } from "@web/core/registry";

/** How long a step may take, in milliseconds: Odoo's ten seconds are too few on a busy machine. */
const STEP_TIMEOUT = 60000;

/** Register a tour of the addon's tests. */
export function addTour(name, tour) {
    registry.category("web_tour.tours").add(name, { timeout: STEP_TIMEOUT, ...tour });
}
