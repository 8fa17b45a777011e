// Closes the window through the page around it; after a change that page shows its record anew.

import { isFramed, publish } from "./around.js";
import { withWhom } from "./meeting_words.js";
import { announce } from "./notices.js";
import { get } from "./state.js";
import { t } from "./words.js";

export function done() {
  const { booking, context } = get();
  publish("handoff.booked", { bookingId: booking.id, recordId: context.record.id, state: booking.state, message: words(get()) });
  stayOpen();
}

export function leave() {
  publish("handoff.cancelled", { recordId: get().context.record.id });
  stayOpen();
}

function words({ booking, change }) {
  const named = { name: withWhom(booking) };
  if (booking.state === "cancelled") return t("The meeting with {name} was cancelled.", named);
  return change === "moved" ? t("The meeting with {name} was moved.", named) : t("Meeting booked with {name}.", named);
}

// A page that does not listen leaves the window as it is.
function stayOpen() {
  announce(isFramed() ? t("You can close this window.") : t("You can close this tab."));
}
