// What to say when a meeting could not be booked or moved: the time is gone, the hold has lapsed, a calendar is silent.

import { byId } from "./dom.js";
import { zone } from "./grid_events.js";
import { choose } from "./hold.js";
import { failed, notice } from "./notices.js";
import { askForTimes } from "./offer.js";
import { get, update } from "./state.js";
import { shortDayText, timeText } from "./times.js";
import { t } from "./words.js";

const NEAREST = 3;

// `again` repeats what was wished, with the same key.
export function refused(reason, again) {
  if (reason.code === "slot_taken") taken(reason);
  else if (reason.code === "hold_lapsed") heldNoMore(reason, again);
  else if (reason.status === 503) unchecked(reason, again);
  else failed(reason, reason.isUncertain ? again : null);
}

// The page stays as it is, with everything typed on it: a free time near the chosen one goes on from here.
function taken(reason) {
  update({ chosen: null, hold: null, holding: false });
  const near = reason.fresh.slice(0, NEAREST);
  notice({
    tone: "warning", title: reason.message, isFocused: true,
    text: near.length ? t("Everything you typed is kept. Free instead:") : t("Everything you typed is kept. Choose another time."),
    actions: [
      ...near.map((slot) => ({ label: `${shortDayText(slot.starts_at, zone())}, ${timeText(slot.starts_at, zone())}`, call: () => take(slot) })),
      { label: t("Other times"), call: otherTimes },
    ],
  });
}

async function take(slot) {
  if (await choose(slot)) byId("bar").querySelector(".slds-button_brand")?.focus();
  else if (get().pickHost) update({ page: "times" });
}

function heldNoMore(reason, again) {
  const { chosen } = get();
  update({ hold: null });
  notice({
    tone: "warning", title: reason.message, text: t("Nothing you typed is lost."), isFocused: true,
    actions: [
      { label: t("Hold it again and go on"), call: async () => (await choose(chosen)) && again() },
      { label: t("Choose another time"), call: otherTimes },
    ],
  });
}

function unchecked(reason, again) {
  notice({
    tone: "warning", title: reason.message, text: t("Nothing has changed yet; the time is still held for you."), isFocused: true,
    actions: [{ label: t("Try again"), call: again }, { label: t("Other host"), call: () => update({ page: "times" }) }],
  });
}

function otherTimes() {
  update({ page: "times", chosen: null });
  askForTimes();
}
