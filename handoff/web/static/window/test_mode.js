// In test mode a band over everything says so: letters go to one mailbox, or nothing can be booked at all.

import { byId, el, icon, show } from "./dom.js";
import { get } from "./state.js";
import { t } from "./words.js";

export function mountTestMode() {
  const mode = get().context.test_mode;
  const band = byId("test-mode");
  band.hidden = !mode;
  if (!mode) return;
  band.classList.toggle("test-mode_closed", Boolean(mode.reason));
  show(band, icon(mode.reason ? "warning" : "info_alt"), el("span", { class: "test-mode__words" }, mode.reason || t("Test mode: letters go to {mailbox}, and nobody is invited.", mode)));
}

// What was booked in test mode stays a test, whatever the org is switched to.
export function testWords({ test_mailbox: mailbox }) {
  return mailbox && t("This is a test: its letters go to {mailbox}, and nobody is invited.", { mailbox });
}
