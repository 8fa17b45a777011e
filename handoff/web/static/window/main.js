// Starts the window: reads what the page carries, fills the state, mounts each part.

import { mountAddHosts } from "./add_hosts.js";
import { startWith } from "./api.js";
import { askForRoom } from "./around.js";
import { mountAskClosed } from "./ask_closed.js";
import { mountBar } from "./bar.js";
import { mountBest } from "./best.js";
import { mountBooked } from "./booked.js";
import { tell } from "./clock.js";
import { mountDayList } from "./day_list.js";
import { byId, keepFocus } from "./dom.js";
import { mountExplain } from "./explain.js";
import { mountForm } from "./form.js";
import { mountFreeNow } from "./free_now.js";
import { mountGrid } from "./grid.js";
import { mountHold } from "./hold.js";
import { mountMeetingTypes } from "./meeting_types.js";
import { mountNotices } from "./notices.js";
import { mountOffer } from "./offer.js";
import { mountOver } from "./over.js";
import { mountPickHost } from "./pick_host.js";
import { mountPills } from "./pills.js";
import { mountRecord } from "./record.js";
import { mountSide } from "./side.js";
import { get, update, watch } from "./state.js";
import { mountStatusLine } from "./status_line.js";
import { mountStopped } from "./stopped.js";
import { firstTeam, mountSuggestion } from "./suggestion.js";
import { mountTaken } from "./taken.js";
import { mountTestMode } from "./test_mode.js";
import { useLocale } from "./times.js";
import { mountTips } from "./tips.js";
import { firstWeek, mountToolbar, today } from "./toolbar.js";
import { mountUpcoming, openAsked } from "./upcoming.js";
import { speak } from "./words.js";

// The question is on its way before anything is drawn.
const PARTS = [
  mountOffer, mountTestMode, mountNotices, mountTips, mountRecord, mountSuggestion, mountFreeNow, mountPills, mountAddHosts, mountMeetingTypes, mountToolbar, mountBest, mountGrid,
  mountDayList, mountStatusLine, mountOver, mountExplain, mountAskClosed, mountHold, mountPickHost, mountTaken, mountForm, mountBooked, mountUpcoming, mountStopped, mountBar, mountSide,
];

function start() {
  const context = JSON.parse(byId("handoff-context").textContent);
  startWith(context);
  tell(context.now);
  useLocale(context.organizer.locale);
  speak(context.messages, context.language);
  update({ context, ...firstTeam(context) });
  const from = firstWeek();
  update({ from, day: today() < from ? from : today(), page: firstPage(context), guestZone: firstGuestZone(context) });
  // First of all, so that a page is on the screen before a part moves the focus into it.
  watch(["page"], showPage);
  PARTS.forEach((mount) => mount());
  showPage(get());
  openAsked();
  askForRoom();
}

// The calendar opens only where something may be booked, and after what is booked already; to a host, for a new time.
function firstPage({ do_not_schedule: stop, meeting_types: types, upcoming, only_own: onlyOwn }) {
  if (onlyOwn) return upcoming.length ? "upcoming" : "stopped";
  if (stop || !types.length) return "stopped";
  return upcoming?.length ? "upcoming" : "times";
}

// A guess until somebody who knows has confirmed it.
function firstGuestZone({ guest_zone: guess }) {
  return guess && { ...guess, confirmed: Boolean(guess.confirmed) };
}

function showPage({ page }) {
  for (const name of ["times", "details", "booked", "upcoming", "stopped"]) byId(`page-${name}`).hidden = name !== page;
  document.body.dataset.page = page;
  requestAnimationFrame(keepFocus);
}

start();
