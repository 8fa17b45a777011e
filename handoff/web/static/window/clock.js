// The server's time, carried forward by a clock that the person cannot set.

let told = 0;
let toldAt = 0;

export function tell(iso) {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) return;
  told = instant;
  toldAt = performance.now();
}

export function now() {
  return told + (performance.now() - toldAt);
}

export function nowIso() {
  return new Date(now()).toISOString();
}
