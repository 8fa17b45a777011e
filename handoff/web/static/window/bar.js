// The line at the bottom: what is chosen with whom, how long it is held, and the next steps.

import { atOnce } from "./at_once.js";
import { button, byId, el, icon, show } from "./dom.js";
import { leftOf, lapsed, letGo } from "./hold.js";
import { zone } from "./grid_events.js";
import { meetNow } from "./meet_now.js";
import { PLATFORMS } from "./meeting_types.js";
import { moveToHeld } from "./moving.js";
import { announce } from "./notices.js";
import { pageActions } from "./page_actions.js";
import { settingsButton } from "./settings.js";
import { get, host, meetingType, pool, update, watch } from "./state.js";
import { city, shortDayText, spanText, timeText, zoneName } from "./times.js";
import { listed, t } from "./words.js";
import { guestTime, otherZone } from "./zones.js";

const WARN_AT = 60_000;
const REDRAWN_AFTER = 50;
const TYPING = "input, textarea, select";
let warned = "";
let isHurried = false; // "continue" was pressed while the time was still being taken

export function mountBar() {
  watch(["page", "chosen", "hold", "holding", "scheduling", "main", "additional", "booking", "times", "loading", "guestZone", "moving"], (state, keys) => {
    render(state);
    if (state.page !== "times") return;
    if (state.holding ? keys.has("holding") : keys.has("hold") && state.hold) goOn();
    if (keys.has("hold") && state.hold && isHurried) pressed();
    if (keys.has("holding")) isHurried = false;
    if (keys.has("page")) queueMicrotask(arrive);
  });
  // A key that is still down from the step before presses nothing here.
  byId("bar").addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && event.preventDefault());
  setInterval(tick, 1000);
  render(get());
}

// A chosen time leads on by Enter, unless the person is busy elsewhere by now.
function goOn() {
  if (!document.activeElement?.matches(TYPING)) byId("bar").querySelector("[data-key='continue']")?.focus();
}

// Whoever comes back to the times stands at the next step, or at the top of the page: never nowhere.
function arrive() {
  if (document.activeElement !== document.body) return;
  if (get().hold) goOn();
  else byId("window-title").focus({ preventScroll: true });
}

function render(state) {
  show(byId("bar"), el("div", { class: "bar__choice" }, choice(state)), settingsButton(), el("div", { class: "bar__actions" }, actions(state)));
  tick();
}

function choice(state) {
  if (!["times", "details"].includes(state.page)) return null;
  if (!state.chosen) return [el("span", { class: "bar__none", id: "bar-reason" }, reasonToWait(state)), el("span", { class: "bar__who" }, hint(state))];
  return el("div", { class: "bar__details", role: "group", "aria-label": t("Booking details") },
    el("div", { class: "bar__line" }, time(state), holdWords(state)),
    el("div", { class: "bar__who" }, state.moving && el("strong", {}, t("New time for {title}", { title: state.moving.title })),
      el("span", {}, invitees(state)), el("span", { class: "bar__platform" }, platform(state))));
}

function time({ chosen: { starts_at: start, ends_at: end, now } }) {
  const place = otherZone();
  return [
    el("span", { class: "bar__time" }, now ? t("Now") : `${shortDayText(start, zone())}, ${spanText(start, end, zone())} ${zoneName(start, zone())}`),
    place && el("span", { class: "bar__guest" }, t("{time} in {city}", { time: guestTime(start), city: city(place) })),
  ];
}

function holdWords({ hold, holding }) {
  if (holding) return el("span", { class: "bar__hold bar__hold_pending" }, t("Holding this time…"));
  if (!hold) return el("span", { class: "bar__hold bar__hold_none", id: "bar-reason" }, t("Not held"));
  return el("span", { class: "bar__hold" }, icon("clock"),
    el("span", {}, t("Held for you until {time}", { time: timeText(hold.expires_at, zone()) })),
    el("span", { class: "bar__countdown", id: "countdown", "aria-hidden": "true" }));
}

// "Hana Berg and Hugo Sands with Gus Grant; optional: Maya Tanaka"
function invitees({ hold, main, additional }) {
  const names = (isRequired) => additional.filter((one) => one.required === isRequired).map((one) => host(one.id).name);
  const hosts = listed([hold?.host_name ?? mainName(main), hold?.second?.host_name, ...names(true)].filter(Boolean));
  const said = { hosts, guest: guestName(), optional: listed(names(false)) };
  if (said.optional) return said.guest ? t("{hosts} with {guest}; optional: {optional}", said) : t("{hosts}; optional: {optional}", said);
  return said.guest ? t("{hosts} with {guest}", said) : hosts;
}

function mainName(main) {
  const names = { host: () => host(main.id).name, pool: () => pool(main.id)?.name ?? "", anyone: () => t("Whoever is free") };
  return main ? names[main.kind]() : "";
}

// What was typed into the form wins over what the record says.
function guestName() {
  const { context, moving } = get();
  const typed = ["first_name", "last_name"].map((name) => byId(`f-${name}`)?.value ?? "").join(" ").trim();
  const known = moving?.guest ?? context.guests[0];
  return (moving ? "" : typed) || (known ? `${known.first_name} ${known.last_name}`.trim() || known.email : "");
}

function platform({ hold, main }) {
  const wanted = meetingType()?.platform ?? "host_default";
  const id = hold?.host_id ?? (main?.kind === "host" ? main.id : "");
  const own = wanted === "host_default" && id ? host(id).platform : wanted;
  return (PLATFORMS[own] ?? PLATFORMS.host_default)();
}

function reasonToWait({ main, context, moving }) {
  if (moving) return t("Choose a new time for {title}.", { title: moving.title });
  if (!context.meeting_types.length) return t("No meeting type is offered on this record.");
  return main ? t("Choose a free time to continue.") : t("Add a host, then choose a time.");
}

function hint({ page, times }) {
  const count = page === "times" ? times?.best?.length ?? 0 : 0;
  if (!count) return "";
  return count === 1 ? t("Key 1 chooses the offer.") : t("Keys 1 to {n} choose an offer.", { n: count });
}

function actions(state) {
  return state.page === "times" ? [...meetNow(state), ...forChosen(state), atOnce(state), goOnButton(state)] : pageActions(state);
}

function forChosen({ chosen, scheduling }) {
  if (!chosen) return [];
  return [button(t("Close"), { key: "let-go", title: t("Release this time; what you typed is kept"), disabled: scheduling, on: { click: close } })];
}

// The focus goes back to the time that was let go, as soon as it is drawn as free again.
function close() {
  const { starts_at: at } = get().chosen;
  letGo();
  announce(t("The time was released."));
  setTimeout(() => {
    const places = [...document.querySelectorAll(`[data-slot="${at}"], [data-key="time-${at}"]`)];
    (places.find((node) => node.checkVisibility()) ?? byId("bar").querySelector("[data-key='continue']"))?.focus();
  }, REDRAWN_AFTER);
}

function goOnButton(state) {
  const isReady = state.hold && !state.scheduling;
  return button(state.scheduling ? t("Moving…") : t("Continue with Selected Time"), {
    kind: "brand", key: "continue", "aria-disabled": isReady ? null : "true", "aria-describedby": state.hold ? null : "bar-reason", on: { click: pressed },
  });
}

function pressed() {
  const { hold, holding, moving, scheduling } = get();
  if (scheduling) return;
  isHurried = Boolean(holding);
  if (!hold) announce(holding ? t("Holding this time…") : reasonToWait(get()));
  else if (moving) moveToHeld();
  else update({ page: "details" });
}

function tick() {
  const { hold, booking, scheduling } = get();
  const place = byId("countdown");
  if (!hold || booking || !place) return;
  const left = leftOf(hold);
  if (left <= 0 && !scheduling) {
    lapsed();
    return;
  }
  const seconds = Math.max(0, Math.ceil(left / 1000));
  place.textContent = `(${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")})`;
  place.parentElement.classList.toggle("bar__hold_ending", left < WARN_AT);
  if (left < WARN_AT && warned !== hold.expires_at) {
    warned = hold.expires_at;
    announce(t("The time is held for less than a minute more."));
  }
}
