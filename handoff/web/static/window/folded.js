// Finds what was typed within a name whatever its accents and its case, for highlighting.

// Every letter without its marks, and where each stands in the text itself.
function folded(text) {
  let plain = "";
  const places = [];
  let at = 0;
  for (const letter of text) {
    for (const unit of letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()) {
      plain += unit;
      for (let n = 0; n < unit.length; n += 1) places.push([at, at + letter.length]);
    }
    at += letter.length;
  }
  return { plain, places };
}

// The parts of a name, [text, whether it was asked for]: at the beginning of a word if possible.
export function matched(name, asked) {
  const { plain, places } = folded(name);
  const spans = [];
  for (const word of folded(asked).plain.split(/\s+/).filter(Boolean)) {
    const starts = [...plain.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape?.(word) ?? word.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`, "gu"))];
    const at = starts[0]?.index ?? plain.indexOf(word);
    if (at >= 0) spans.push([places[at][0], places[at + word.length - 1][1]]);
  }
  return cut(name, spans.sort((a, b) => a[0] - b[0]));
}

function cut(name, spans) {
  const parts = [];
  let from = 0;
  for (const [start, end] of spans) {
    if (end <= from) continue;
    parts.push([name.slice(from, Math.max(from, start)), false], [name.slice(Math.max(from, start), end), true]);
    from = end;
  }
  return [...parts, [name.slice(from), false]].filter(([text]) => text);
}
