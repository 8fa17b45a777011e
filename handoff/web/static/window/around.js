// The Salesforce page around the window, whichever way it opened the window: through Canvas, or with a token of its own.

import * as canvas from "./canvas.js";
import * as launch from "./launch.js";
import { get } from "./state.js";

const side = () => (get().context.frame.kind === "launch" ? launch : canvas);

export const isFramed = () => side().isFramed();
export const askForRoom = () => side().askForRoom();
export const freshProof = () => side().freshProof();
export const reload = () => side().reload();
export const publish = (name, payload) => side().publish(name, payload);
