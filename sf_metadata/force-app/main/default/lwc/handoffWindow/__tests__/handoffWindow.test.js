import { createElement } from "lwc";
import HandoffWindow from "c/handoffWindow";

describe("c-handoff-window", () => {
    it("hands the record to the launcher, and closes with it", () => {
        const element = createElement("c-handoff-window", { is: HandoffWindow });
        Object.assign(element, { label: "Book Meeting", recordId: "00Q1", bookingKey: "b-1", change: "cancel" });
        const closed = jest.fn();
        element.addEventListener("closed", (event) => closed(event.detail));
        document.body.appendChild(element);
        const launcher = element.shadowRoot.querySelector("c-handoff-launcher");

        expect(launcher).toMatchObject({ recordId: "00Q1", bookingKey: "b-1", change: "cancel" });
        launcher.dispatchEvent(new CustomEvent("done", { detail: "handoff.booked" }));
        expect(closed).toHaveBeenCalledWith("handoff.booked");
        element.remove();
    });
});
