// Finds what was typed within a name whatever its accents and its case, for highlighting.

// Letters that no decomposition makes plain, as people type them.
const PLAIN = { ø: "o", ł: "l", đ: "d", ħ: "h", ı: "i", æ: "ae", œ: "oe", þ: "th", ð: "d", ß: "ss" };

const plainOf = (letter) => [...letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()].map((one) => PLAIN[one] ?? one).join("");

// The text without case and accents, and where each of its signs stands in the text itself.
function folded(text) {
  let plain = "";
  let at = 0;
  const places = [];
  for (const letter of text) {
    const signs = plainOf(letter);
    plain += signs;
    for (let n = 0; n < signs.length; n += 1) places.push([at, at + letter.length]);
    at += letter.length;
  }
  return { plain, places };
}

// The parts of a name, [text, whether it was asked for]: at the beginning of a word if possible.
export function matched(name, asked) {
  const { plain, places } = folded(name);
  const spans = [];
  for (const word of folded(asked).plain.split(/\s+/).filter(Boolean)) {
    const begun = ` ${plain}`.indexOf(` ${word}`);
    const at = begun >= 0 ? begun : plain.indexOf(word);
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
