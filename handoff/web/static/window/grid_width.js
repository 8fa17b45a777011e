// Whether the grid's columns have room for a whole "3:00 – 3:30 PM", or for its start only.

import { byId } from "./dom.js";

const ROOMY = 128;
const ROOMY_WITH_MARK = 176;
const HOURS = 76;
let columns = 5;
let width = 0;

// `call` is told when the answer has become another one.
export function mountGridWidth(call) {
  new ResizeObserver(([{ contentRect }]) => settle(() => { width = contentRect.width; }, call)).observe(byId("grid"));
}

// A time that bears a mark, as "★ + HS", needs more room.
export const isTight = (isMarked = false) => width > 0 && (width - HOURS) / columns < (isMarked ? ROOMY_WITH_MARK : ROOMY);

export function useColumns(count) {
  columns = count;
}

function settle(change, call) {
  const answers = () => `${isTight()} ${isTight(true)}`;
  const before = answers();
  change();
  if (before !== answers()) call();
}
