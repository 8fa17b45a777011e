// What can be done with the booking on the page: change its time, cancel it, copy it; and when it needs attention.

import { cancelForm } from "./cancelling.js";
import { copyText } from "./copy.js";
import { button, byId, el, show } from "./dom.js";
import { canRetry } from "./effects.js";
import { zone } from "./grid_events.js";
import { whenWords } from "./meeting_words.js";
import { startMoving, whyNotMovable } from "./moving.js";
import { failed, notice } from "./notices.js";
import { get, pool, update } from "./state.js";
import { t } from "./words.js";
import { bookAnother, showUpcoming, upcomingNow } from "./upcoming.js";

let asking = null;

// What is open stays as it is while effects complete, so that a reason half typed is not lost.
export function renderActions(root, booking) {
  if (asking && (asking.id !== booking.id || booking.state === "cancelled")) asking = null;
  if (!asking || !root.contains(asking.form)) show(root, asking ? asking.form : actions(booking));
}

function actions(booking) {
  if (booking.state === "cancelled") return row([copying(booking), another()]);
  const stuck = whyNotMovable(booking);
  const why = booking.can_change ? stuck : booking.why_not;
  return row([
    press(t("Change time"), { key: "change-time", isOff: Boolean(stuck), call: () => startMoving(booking) }),
    press(t("Cancel"), { key: "cancel-booking", isOff: !booking.can_change, call: () => ask(booking) }),
    copying(booking),
    why && el("span", { class: "booked__soft", id: "why-not" }, why),
  ]);
}

const row = (children) => el("div", { class: "booked__actions" }, children);

function press(words, { key, isOff, call }) {
  return button(words, { key, "aria-disabled": isOff ? "true" : null, "aria-describedby": isOff ? "why-not" : null, on: { click: () => isOff || call() } });
}

function ask(booking) {
  asking = { id: booking.id, ...cancelForm(booking, keep) };
  update({ booking: { ...get().booking } });
  queueMicrotask(() => asking?.focus());
}

function keep() {
  asking = null;
  update({ booking: { ...get().booking } });
  queueMicrotask(() => byId("page-booked").querySelector("[data-key='cancel-booking']")?.focus());
}

function another() {
  const rest = upcomingNow(get()).length;
  if (!rest && get().context.only_own) return null;
  return button(rest ? t("Other meetings") : t("Book another"), { key: "another", on: { click: rest ? showUpcoming : bookAnother } });
}

// A calendar that refuses: again, or with somebody else, or not at all.
export function attentionActions(booking, effects, again) {
  if (booking.state === "cancelled" || asking?.id === booking.id) return null;
  const stuck = effects.filter((one) => one.kind === "calendar" && canRetry(one));
  const mayReplace = booking.can_change && !get().context.only_own;
  return el("div", { class: "notice__actions" },
    stuck.length > 0 && button(t("Retry"), { key: "attention-retry", on: { click: () => Promise.all(stuck.map(again)).catch(failed) } }),
    mayReplace && button(t("Other host"), { key: "other-host", on: { click: () => otherHost(booking) } }),
    booking.can_change && button(t("Cancel the meeting"), { key: "attention-cancel", on: { click: () => ask(booking) } }));
}

// Another member of the pool takes over with the new time; with one named host only a new booking helps.
function otherHost(booking) {
  if (booking.pool_id && pool(booking.pool_id) && !whyNotMovable(booking)) startMoving(booking);
  else {
    notice({
      title: t("To meet somebody else, cancel this meeting and book another."), text: t("The guest has not been written to yet."), isFocused: true,
      actions: [{ label: t("Cancel this meeting"), call: () => ask(booking) }],
    });
  }
}

function copying(booking) {
  return button(t("Copy details"), { key: "copy", on: { click: () => copyText(copied(booking), t("The details were copied.")) } });
}

function copied(booking) {
  const { guest } = booking;
  return [
    booking.title, whenWords(booking, zone()), t("Host: {name}", { name: booking.host_name }),
    guest && t("Guest: {name}, {email}", { name: `${guest.first_name} ${guest.last_name}`.trim(), email: guest.email }), booking.link,
  ].filter(Boolean).join("\n");
}
