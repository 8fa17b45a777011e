// The best three times, as sentences to read aloud in the guest's zone; keys 1 to 3 choose them.

import { nowIso } from "./clock.js";
import { copyText } from "./copy.js";
import { button, byId, el, icon, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { initials } from "./grid_words.js";
import { choose } from "./hold.js";
import { isCurrent } from "./offer.js";
import { get, watch } from "./state.js";
import { addDays, dateText, timeElsewhere, timeText, wall, zoneName } from "./times.js";
import { listed, t } from "./words.js";
import { guestZone } from "./zones.js";

const MOST = 3;
const TYPING = "input, textarea, select, [contenteditable]";

export function mountBest() {
  watch(["times", "loading", "main", "additional", "typeId", "chosen", "guestZone", "page"], render);
  addEventListener("keydown", chooseByNumber);
  render(get());
}

const offers = () => (get().times?.best ?? []).slice(0, MOST);

// Outside a text field, and with nothing open over the page, a number is the offer that bears it.
function chooseByNumber(event) {
  const slot = offers()[Number(event.key) - 1];
  if (!slot || get().page !== "times" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  choose(slot);
}

function render(state) {
  if (state.page !== "times") return;
  show(byId("best"), el("div", { class: "best" },
    el("h2", { class: "best__title", id: "best-title" }, t("Offer")),
    el("div", { class: "best__offers", role: "group", "aria-labelledby": "best-title" }, content(state)),
    hasCopy(state) && button(t("Copy"), { key: "copy-offers", title: t("Copy the offers as sentences"), disabled: !offers().length, on: { click: copyOffers } })));
}

// There from the first on, so that nothing moves when the offers come.
const hasCopy = ({ main, loading }) => offers().length > 0 || (main && loading === "busy");

function content(state) {
  const isWaiting = state.loading === "busy" && !isCurrent();
  if (!state.main) return el("p", { class: "best__none" }, t("The three best times appear here, ready to be read aloud."));
  if (!state.times || (isWaiting && !offers().length)) return state.loading === "busy" ? skeletons() : null;
  if (!state.times.slots.length) return el("p", { class: "best__none" }, t("There is no time to offer this week."));
  if (!offers().length) return el("p", { class: "best__none" }, t("There is no time to offer between 8:00 and 18:00 on the guest's clock."));
  return offers().map((slot, n) => offer(slot, n, isWaiting));
}

const skeletons = () => Array.from({ length: MOST }, () => el("span", { class: "offer offer_coming", "aria-hidden": "true" }));

function offer(slot, n, isWaiting) {
  const isChosen = get().chosen?.starts_at === slot.starts_at;
  const number = String(n + 1);
  return el("button", {
    type: "button", class: `offer ${isWaiting ? "offer_waiting" : ""}`, key: `offer-${number}`, "aria-pressed": String(isChosen), "aria-keyshortcuts": number,
    title: t("Choose with key {n}", { n: number }), on: { click: () => choose(slot) },
  }, el("kbd", { class: "offer__key" }, number),
  el("span", { class: "offer__words" }, el("span", { class: "offer__guest" }, sentence(slot)), el("small", { class: "offer__own" }, ownTime(slot), withOptional(slot))));
}

// "Tomorrow at 3:30 PM your time": what is said to the guest, on the guest's clock where it is known.
export function sentence({ starts_at: start }) {
  const name = guestZone()?.name ?? zone();
  const day = wall(start, name).slice(0, 10);
  const today = wall(nowIso(), name).slice(0, 10);
  const said = { day: dayWords(day, today), time: timeText(start, name), zone: zoneName(start, name) };
  if (day === today) return guestZone() ? t("Today at {time} your time", said) : t("Today at {time} {zone}", said);
  if (day === addDays(today, 1)) return guestZone() ? t("Tomorrow at {time} your time", said) : t("Tomorrow at {time} {zone}", said);
  return guestZone() ? t("{day} at {time} your time", said) : t("{day} at {time} {zone}", said);
}

// Within six days a weekday's name is enough.
function dayWords(day, today) {
  return dateText(day, day < addDays(today, 7) ? { weekday: "long" } : { weekday: "long", month: "long", day: "numeric" });
}

function ownTime({ starts_at: start }) {
  if (!guestZone()) return null;
  const guest = guestZone().name;
  const own = timeElsewhere(timeText(start, zone()), { iso: start, zone: zone(), here: guest });
  return t("{time} {zone} here", { time: own, zone: zoneName(start, zone()) });
}

function withOptional({ all_optional_free: isFree }) {
  const optional = get().times.team.additional.filter((one) => !one.required).map((one) => one.id);
  if (!isFree || !optional.length) return null;
  const names = listed(optional.map((id) => get().hosts.get(id)?.name ?? ""));
  return el("span", { class: "offer__star", title: t("{names} free too", { names }) }, icon("favorite"), `+ ${initials(optional)}`);
}

function copyOffers() {
  copyText(offers().map(written).join("\n"), t("The offers were copied."));
}

// Read later, "tomorrow" needs its date and "your time" its zone.
function written(slot) {
  const name = guestZone()?.name ?? zone();
  const day = dateText(wall(slot.starts_at, name).slice(0, 10), { weekday: "long", month: "long", day: "numeric" });
  return t("{sentence} ({day}, {zone})", { sentence: sentence(slot), day, zone: zoneName(slot.starts_at, name) });
}
