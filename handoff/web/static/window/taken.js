// Sees within two seconds what other organizers hold or book: a cheap question as long as the times are looked at.

import { call } from "./api.js";
import { askQuietly } from "./offer.js";
import { get } from "./state.js";

const EVERY = 1500;
const AFTER_A_FAILURE = 15_000;
const MOST_HOSTS = 200;
const DAYS = 7;
let reactedTo = "";

export function mountTaken() {
  setTimeout(look, EVERY);
}

async function look() {
  const { times, moving } = get();
  let wait = EVERY;
  if (isLookedAt(get())) {
    const hosts = times.hosts.slice(0, MOST_HOSTS).map((one) => one.id);
    const answer = await call("POST", "/taken", { body: { hosts, from: times.team.from, days: DAYS, ...(moving && { moving: moving.id }) } }).catch(() => null);
    if (answer) react(answer.version, times);
    else wait = AFTER_A_FAILURE;
  }
  setTimeout(look, wait);
}

function isLookedAt({ page, loading, times }) {
  return page === "times" && loading === "ready" && Boolean(times?.version) && document.visibilityState === "visible" && navigator.onLine;
}

// Each version is asked about once, whatever the answer says.
function react(version, times) {
  if (get().times !== times || version === times.version || version === reactedTo) return;
  reactedTo = version;
  askQuietly();
}
