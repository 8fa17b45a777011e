// Arithmetic of time spans ([start, end] in milliseconds), for drawing only: what may be booked is the server's answer.

export const span = ({ starts_at: a, ends_at: b }) => [Date.parse(a), Date.parse(b)];

export function union(spans) {
  const merged = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

export function intersect(left, right) {
  const both = left.flatMap(([a, b]) => right.map(([c, d]) => [Math.max(a, c), Math.min(b, d)]));
  return union(both.filter(([start, end]) => start < end));
}

export function subtract(from, taken) {
  let left = from;
  for (const [start, end] of taken) {
    left = left.flatMap(([a, b]) => [[a, Math.min(b, start)], [Math.max(a, end), b]].filter(([x, y]) => x < y));
  }
  return left;
}
