// Says instants in words and turns them into the wall time of a zone, and back.

let locale = "en-US";
const formats = new Map();
const offsets = new Map();
const said = new Map();
const A_MINUTE = 60_000;
const A_DAY = 86_400_000;

export function useLocale(name) {
  locale = supported((name || "en_US").split(/[_-]/)) ?? "en-US";
  formats.clear();
  said.clear();
}

// Salesforce's names may say more than a browser knows, as de_DE_EURO does: at least their language counts.
function supported(parts) {
  for (let length = parts.length; length > 0; length -= 1) {
    try {
      const tag = parts.slice(0, length).join("-");
      if (Intl.DateTimeFormat.supportedLocalesOf([tag]).length) return tag;
    } catch {
      // no name of a locale: the shorter one may be
    }
  }
  return null;
}

function format(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(options.as ?? locale, { timeZone: zone, ...options }));
  return formats.get(key);
}

const WALL = {
  as: "en-CA", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
};

// "2026-03-02T09:00" on the clocks of that zone
export function wall(iso, zone) {
  const at = typeof iso === "number" ? iso : new Date(iso).getTime();
  return new Date(at + eastOfUtc(at, zone)).toISOString().slice(0, 16);
}

// A grid asks for hundreds of wall times: a day whose two ends agree has one offset, and is looked up once.
function eastOfUtc(at, zone) {
  const day = Math.floor(at / A_DAY);
  const key = `${zone}|${day}`;
  if (!offsets.has(key)) {
    const [first, last] = [measured(day * A_DAY, zone), measured((day + 1) * A_DAY, zone)];
    offsets.set(key, first === last ? first : null);
  }
  return offsets.get(key) ?? measured(at, zone);
}

function measured(at, zone) {
  const part = {};
  for (const { type, value } of format(zone, WALL).formatToParts(new Date(at))) part[type] = value;
  return Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:00Z`) - Math.floor(at / A_MINUTE) * A_MINUTE;
}

// The instant at which the clocks of that zone show this wall time (the later guess settles a clock change).
export function instant(wallTime, zone) {
  const wanted = Date.parse(`${wallTime}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) guess += wanted - Date.parse(`${wall(guess, zone)}:00Z`);
  return new Date(guess).toISOString().replace(".000Z", "Z");
}

// The locale's own short clock: 9:05 AM, 09:05, 9:05.
const CLOCK = { timeStyle: "short" };

// A week repeats its clock times every day: each is put into words once.
export function timeText(iso, zone) {
  return remembered(`${zone} ${wall(iso, zone).slice(11)}`, () => format(zone, CLOCK).format(new Date(iso)));
}

export const timeWithSeconds = (iso, zone) =>
  format(zone, { timeStyle: "medium" }).format(new Date(iso));
export const dayText = (iso, zone) =>
  format(zone, { weekday: "long", month: "long", day: "numeric" }).format(new Date(iso));
export const shortDayText = (iso, zone) =>
  format(zone, { weekday: "short", month: "short", day: "numeric" }).format(new Date(iso));

export function spanText(startsAt, endsAt, zone) {
  const [start, end] = [wall(startsAt, zone), wall(endsAt, zone)];
  const words = () => format(zone, CLOCK).formatRange(new Date(startsAt), new Date(endsAt));
  return start.slice(0, 10) === end.slice(0, 10) ? remembered(`${zone} ${start.slice(11)} ${end.slice(11)}`, words) : words();
}

export function zoneName(iso, zone) {
  return remembered(`${zone} named ${eastOfUtc(new Date(iso).getTime(), zone)}`, () => {
    const parts = format(zone, { timeZoneName: "short" }).formatToParts(new Date(iso));
    return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  });
}

function remembered(key, words) {
  if (!said.has(key)) said.set(key, words());
  return said.get(key);
}

// The time on somebody else's clock, with the day where theirs is another one than here.
export function timeElsewhere(text, { iso, zone, here }) {
  const isOtherDay = wall(iso, zone).slice(0, 10) !== wall(iso, here).slice(0, 10);
  return isOtherDay ? `${shortDayText(iso, zone)}, ${text}` : text;
}

export const city = (zone) => zone.split("/").pop().replace(/_/g, " ");

// Calendar dates are "YYYY-MM-DD" strings, free of any zone.
export function addDays(date, count) {
  return new Date(Date.parse(`${date}T00:00Z`) + count * 86400000).toISOString().slice(0, 10);
}

export function weekdayOf(date) {
  return new Date(`${date}T00:00Z`).getUTCDay();
}

export function mondayOf(date) {
  return addDays(date, -((weekdayOf(date) + 6) % 7));
}

export const dateText = (date, options) => format("UTC", options).format(new Date(`${date}T00:00Z`));
export const dateRangeText = (first, last, options) =>
  format("UTC", options).formatRange(new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`));
export const minutesOf = (wallTime) => Number(wallTime.slice(11, 13)) * 60 + Number(wallTime.slice(14, 16));
