// Starts the window: reads what the page carries, fills the state, mounts each part.

import { mountAddHosts } from "./add_hosts.js";
import { startWith } from "./api.js";
import { mountAskClosed } from "./ask_closed.js";
import { mountBar } from "./bar.js";
import { mountBooked } from "./booked.js";
import { askForRoom } from "./canvas.js";
import { tell } from "./clock.js";
import { mountDayList } from "./day_list.js";
import { byId } from "./dom.js";
import { mountExplain } from "./explain.js";
import { mountForm } from "./form.js";
import { mountGrid } from "./grid.js";
import { mountHold } from "./hold.js";
import { mountMeetingTypes } from "./meeting_types.js";
import { mountNotices } from "./notices.js";
import { mountOffer } from "./offer.js";
import { mountOver } from "./over.js";
import { mountPills } from "./pills.js";
import { mountRecord } from "./record.js";
import { mountSide } from "./side.js";
import { get, update, watch } from "./state.js";
import { useLocale } from "./times.js";
import { firstWeek, mountToolbar, today } from "./toolbar.js";
import { speak } from "./words.js";

const PARTS = [
  mountNotices, mountRecord, mountPills, mountAddHosts, mountMeetingTypes, mountToolbar, mountOffer, mountGrid,
  mountDayList, mountOver, mountExplain, mountAskClosed, mountHold, mountForm, mountBooked, mountBar, mountSide,
];

function start() {
  const context = JSON.parse(byId("handoff-context").textContent);
  startWith(context);
  tell(context.now);
  useLocale(context.organizer.locale);
  speak(context.messages);
  const first = context.meeting_types[0]?.id ?? null;
  update({ context, hosts: new Map(context.hosts.map((one) => [one.id, one])), typeId: context.default_meeting_type ?? first });
  const from = firstWeek();
  update({ from, day: today() < from ? from : today() });
  // First of all, so that a page is on the screen before a part moves the focus into it.
  watch(["page"], showPage);
  PARTS.forEach((mount) => mount());
  showPage(get());
  askForRoom();
}

function showPage({ page }) {
  for (const name of ["times", "details", "booked"]) byId(`page-${name}`).hidden = name !== page;
  document.body.dataset.page = page;
}

start();
