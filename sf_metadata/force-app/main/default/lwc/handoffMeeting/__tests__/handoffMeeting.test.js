import { createElement } from "lwc";
import HandoffMeeting from "c/handoffMeeting";

const HOUR = 3600 * 1000;
const fromNow = (hours) => new Date(Date.now() + hours * HOUR).toISOString();

function meeting(given) {
    return {
        key: "b-1",
        meetingType: "Discovery Call",
        guestName: "Gus Grant",
        startsAt: fromNow(24),
        endsAt: fromNow(24.5),
        status: "Confirmed",
        hosts: [{ name: "Hana Berg", isOptional: false }],
        isTest: false,
        mayChange: true,
        ...given
    };
}

function show(given) {
    const element = createElement("c-handoff-meeting", { is: HandoffMeeting });
    element.meeting = meeting(given);
    document.body.appendChild(element);
    return element.shadowRoot;
}

const texts = (root, selector) => [...root.querySelectorAll(selector)].map((one) => one.textContent);
const buttons = (root) => [...root.querySelectorAll("lightning-button")];

describe("c-handoff-meeting", () => {
    afterEach(() => document.body.replaceChildren());

    it("says when in the reader's time zone", () => {
        const given = meeting();
        const times = [...show(given).querySelectorAll(".when lightning-formatted-date-time")];

        expect(times.map(({ value }) => value)).toEqual([given.startsAt, given.endsAt]);
        expect(times.every(({ timeZone }) => timeZone)).toBe(true);
    });

    it("names the year only when it is another one", () => {
        const year = (given) => show(given).querySelector(".when lightning-formatted-date-time").year;

        expect(year({ startsAt: new Date().toISOString() })).toBeUndefined();
        expect(year({ startsAt: "2001-03-02T14:00:00Z" })).toBe("numeric");
    });

    it("takes the year of the reader's time zone, in which it is still New Year's Eve", () => {
        jest.useFakeTimers({ now: new Date("2030-01-01T02:00:00Z") });
        const year = (startsAt) => show({ startsAt }).querySelector(".when lightning-formatted-date-time").year;

        expect(year("2030-01-01T03:00:00Z")).toBeUndefined();
        expect(year("2030-01-02T14:00:00Z")).toBe("numeric");
        jest.useRealTimers();
    });

    it("says what and with whom", () => {
        const hosts = [
            { name: "Hana Berg", isOptional: false },
            { name: "Hugo Sands", isOptional: true }
        ];
        const [about, team] = texts(show({ hosts }), ".about");

        expect(about).toBe("Discovery Call · Gus Grant");
        expect(team).toContain("c.Handoff_With");
    });

    it("does without what is not known", () => {
        expect(texts(show({ meetingType: undefined, guestName: undefined, hosts: [] }), ".about")).toEqual([]);
    });

    it.each([
        ["Accepted", "c.Handoff_Status_Accepted", "utility:clock"],
        ["Confirmed", "c.Handoff_Status_Confirmed", "utility:success"],
        ["Needs Attention", "c.Handoff_Status_Needs_Attention", "utility:warning"],
        ["Cancelled", "c.Handoff_Status_Cancelled", "utility:ban"],
        ["Completed", "c.Handoff_Status_Completed", "utility:check"],
        ["No Show", "c.Handoff_Status_No_Show", "utility:clear"],
        ["Something New", "Something New", "utility:info_alt"]
    ])("says the status %s by a word and an icon", (status, words, icon) => {
        const root = show({ status });

        expect(texts(root, ".status span")).toEqual([words]);
        expect(root.querySelector(".status lightning-icon").iconName).toBe(icon);
    });

    it("marks a meeting of the test mode", () => {
        expect(show({ isTest: true }).querySelector("lightning-badge").label).toBe("c.Handoff_Test_Booking");
        expect(show({ isTest: false }).querySelector("lightning-badge")).toBeNull();
    });

    it.each(["reschedule", "cancel"])("asks to %s the meeting", (change) => {
        const asked = jest.fn();
        const root = show();
        root.host.addEventListener("changeasked", (event) => asked(event.detail));

        buttons(root)
            .find((one) => one.dataset.change === change)
            .click();

        expect(asked).toHaveBeenCalledWith({ bookingKey: "b-1", change });
    });

    it("offers no change where none is allowed", () => {
        const root = show({ mayChange: false });

        expect(buttons(root)).toEqual([]);
        expect(root.querySelector("[role=group]")).toBeNull();
    });

    it("links to the online meeting until it is over", () => {
        const link = (given) => show({ meetingLink: "https://meet.example/x", ...given }).querySelector("a");

        expect(link().href).toBe("https://meet.example/x");
        expect(link().rel).toBe("noreferrer");
        expect(link({ startsAt: fromNow(-2), endsAt: fromNow(-1) })).toBeNull();
        expect(link({ status: "Cancelled" })).toBeNull();
    });
});
