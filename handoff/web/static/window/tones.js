// Gives every host a color for as long as the window is open; initials say the same without color.

const COUNT = 8;
const given = new Map();

export function tone(id) {
  if (!given.has(id)) given.set(id, (given.size % COUNT) + 1);
  return `tone-${given.get(id)}`;
}
