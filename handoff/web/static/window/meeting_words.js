// When a booked meeting is, in words, and with whom: on the reader's clock, and on the guest's where that is another.

import { zone } from "./grid_events.js";
import { get } from "./state.js";
import { city, dayText, spanText, timeElsewhere, zoneName } from "./times.js";
import { t } from "./words.js";

export const theGuestZone = () => get().guestZone ?? get().context.guest_zone ?? null;

export function whenWords({ starts_at: start, ends_at: end }, name) {
  return `${dayText(start, name)}, ${spanText(start, end, name)} ${zoneName(start, name)}`;
}

// A host meets the guest; for everybody else the meeting is with its host.
export function withWhom({ host_id: id, host_name: name, guest }) {
  const guestName = guest ? `${guest.first_name} ${guest.last_name}`.trim() : "";
  return id === get().context.organizer.id ? guestName || name : name;
}

export function guestWhen({ starts_at: start, ends_at: end, guest }) {
  const name = theGuestZone()?.name;
  if (!name || name === zone()) return "";
  return t("{time} {zone} for {guest} in {city}", {
    time: timeElsewhere(spanText(start, end, name), { iso: start, zone: name, here: zone() }),
    zone: zoneName(start, name), guest: guest?.first_name || t("the guest"), city: city(name),
  });
}
