import "@lwc/synthetic-shadow";
import { createElement } from "lwc";
import Bookings from "c/handoffBookings";
import Launcher from "c/handoffLauncher";

const made = { Bookings: ["c-handoff-bookings", Bookings], Launcher: ["c-handoff-launcher", Launcher] };

window.show = (kind, answer, given) => {
    const [tag, is] = made[kind];
    window.answer = answer;
    const element = createElement(tag, { is });
    Object.assign(element, given);
    document.getElementById("stage").replaceChildren(element);
};
