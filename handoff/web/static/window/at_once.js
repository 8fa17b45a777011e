// Schedule beside Continue: books from the times where nothing is left to fill in.

import { button } from "./dom.js";
import { isComplete } from "./form.js";
import { announce } from "./notices.js";
import { schedule } from "./schedule.js";
import { get, update } from "./state.js";
import { t } from "./words.js";

export function atOnce({ chosen, hold, moving }) {
  if (!chosen || moving || !isComplete()) return null;
  return button(t("Schedule"), {
    kind: "outline-brand", key: "schedule", title: t("Books it as it stands: everything required is filled in"), "aria-disabled": hold ? null : "true", on: { click: press },
  });
}

// By way of the form, so that what is being booked is seen and can be put right should it be refused.
function press() {
  if (!get().hold) {
    announce(t("Holding this time…"));
    return;
  }
  update({ page: "details" });
  schedule();
}
