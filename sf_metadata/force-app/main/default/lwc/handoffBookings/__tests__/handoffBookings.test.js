import { createElement } from "lwc";
import { refreshApex } from "@salesforce/apex";
import { navigated } from "lightning/navigation";
import { registerRefreshHandler, unregisterRefreshHandler } from "lightning/refresh";
import listBookings from "@salesforce/apex/HandoffBookings.listFor";
import HandoffBookings from "c/handoffBookings";
import HandoffWindow from "c/handoffWindow";
import { appOrigin } from "c/handoffMessages";

jest.mock(
    "@salesforce/apex/HandoffBookings.listFor",
    () => ({ default: require("@salesforce/sfdx-lwc-jest").createApexTestWireAdapter(jest.fn()) }),
    { virtual: true }
);
jest.mock("@salesforce/apex", () => ({ refreshApex: jest.fn(() => Promise.resolve()) }), { virtual: true });
jest.mock(
    "lightning/refresh",
    () => ({ registerRefreshHandler: jest.fn(() => "handler"), unregisterRefreshHandler: jest.fn() }),
    { virtual: true }
);

const RECORD = "00Q000000000001AAA";
const MEETING = { key: "b-1", status: "Confirmed", startsAt: "2030-03-02T14:00:00Z", endsAt: "2030-03-02T14:30:00Z" };
const LISTING = { upcoming: [MEETING], past: [], hasMore: false, mayBook: true };

const rendered = () => Promise.resolve();

async function show(listing, given) {
    const element = createElement("c-handoff-bookings", { is: HandoffBookings });
    Object.assign(element, { recordId: RECORD, objectApiName: "Lead", showPast: true, ...given });
    document.body.appendChild(element);
    if (listing) {
        listBookings.emit(listing);
    }
    await rendered();
    return element.shadowRoot;
}

function said(root) {
    return [...root.querySelectorAll("p")].map((one) => one.textContent);
}

function press(root, action) {
    root.querySelector(`lightning-button[data-action=${action}]`).click();
}

async function hear(data, origin = appOrigin) {
    window.dispatchEvent(new MessageEvent("message", { data, origin }));
    await rendered();
}

describe("c-handoff-bookings", () => {
    afterEach(() => {
        document.body.replaceChildren();
        window.sessionStorage.clear();
        jest.useRealTimers();
        jest.clearAllMocks();
    });

    it("waits", async () => {
        const root = await show(null);

        expect(root.querySelector("lightning-spinner").alternativeText).toBe("c.Handoff_Loading");
        expect(root.querySelector("[data-action=create]")).toBeNull();
    });

    it("asks for the record's meetings, and for earlier ones only where they are shown", async () => {
        await show(null, { howMany: 3 });
        expect(listBookings.getLastConfig()).toEqual({ recordId: RECORD, howMany: 3, which: "all" });

        await show(null, { howMany: 0, showPast: false });
        expect(listBookings.getLastConfig()).toEqual({ recordId: RECORD, howMany: 5, which: "upcoming" });
    });

    it("says that nothing is booked", async () => {
        const root = await show({ upcoming: [], past: [], hasMore: false, mayBook: true });

        expect(said(root)).toEqual(["c.Handoff_No_Bookings"]);
        expect(root.querySelector("[data-action=create]")).not.toBeNull();
    });

    it("lists upcoming meetings before earlier ones", async () => {
        const root = await show({ ...LISTING, past: [{ ...MEETING, key: "b-0", status: "Completed" }] });
        const lists = [...root.querySelectorAll("ul")];

        expect(lists.map((one) => one.dataset.list)).toEqual(["upcoming", "past"]);
        expect([...root.querySelectorAll("c-handoff-meeting")].map(({ meeting }) => meeting.key)).toEqual([
            "b-1",
            "b-0"
        ]);
    });

    it("says that nothing is coming up when there are only earlier meetings", async () => {
        const root = await show({ upcoming: [], past: [MEETING], hasMore: false, mayBook: false });

        expect(said(root)).toContain("c.Handoff_No_Upcoming");
        expect(root.querySelector("[data-action=create]")).toBeNull();
    });

    it("has the admin's title, or its own", async () => {
        expect((await show(LISTING, { title: "Meetings" })).querySelector("lightning-card").title).toBe("Meetings");
        expect((await show(LISTING)).querySelector("lightning-card").title).toBe("c.Handoff_Bookings");
    });

    it("shows more", async () => {
        const root = await show({ ...LISTING, hasMore: true }, { howMany: 2 });

        press(root, "more");
        await rendered();

        expect(listBookings.getLastConfig().howMany).toBe(4);
    });

    it("says what went wrong and tries again", async () => {
        const root = await show(null);
        listBookings.error({ message: "Open Handoff from a record that you can see." });
        await rendered();

        expect(root.querySelector("[role=alert] p").textContent).toBe("Open Handoff from a record that you can see.");
        press(root, "again");
        expect(refreshApex).toHaveBeenCalledTimes(1);
    });

    it("keeps what it knows when reading again fails", async () => {
        const root = await show(LISTING);
        listBookings.error({});
        await rendered();

        expect(root.querySelector("[role=alert] p").textContent).toBe("c.Handoff_Bookings_Failed");
        expect(root.querySelectorAll("c-handoff-meeting")).toHaveLength(1);
        refreshApex.mockRejectedValueOnce(new Error("offline"));
        press(root, "again");
        await rendered();
        listBookings.emit(LISTING);
        await rendered();
        expect(root.querySelector("[role=alert]")).toBeNull();
    });

    it("opens the quick action of the record's object", async () => {
        press(await show(LISTING), "create");

        expect(navigated.mock.lastCall[0]).toEqual({
            type: "standard__quickAction",
            attributes: { apiName: "Lead.Handoff_Book" },
            state: { recordId: RECORD }
        });
        expect(window.sessionStorage.getItem("handoff.asked")).toBeNull();
    });

    it("leaves word which meeting is to be changed", async () => {
        const root = await show(LISTING);
        const detail = { bookingKey: "b-1", change: "cancel" };
        root.querySelector("c-handoff-meeting").dispatchEvent(new CustomEvent("changeasked", { detail }));

        expect(JSON.parse(window.sessionStorage.getItem("handoff.asked"))).toMatchObject({
            recordId: RECORD,
            ...detail
        });
        expect(navigated.mock.lastCall[0].type).toBe("standard__quickAction");
    });

    it("has a host change an own meeting, and book nothing", async () => {
        const root = await show({ ...LISTING, upcoming: [{ ...MEETING, mayChange: true }], mayBook: false });
        const meeting = root.querySelector("c-handoff-meeting").shadowRoot;
        expect(root.querySelector("[data-action=create]")).toBeNull();

        meeting.querySelector("[data-change=reschedule]").click();

        const asked = JSON.parse(window.sessionStorage.getItem("handoff.asked"));
        expect(asked).toMatchObject({ recordId: RECORD, bookingKey: "b-1", change: "reschedule" });
        expect(navigated.mock.lastCall[0].type).toBe("standard__quickAction");
    });

    it("opens a window of its own where Aura is forbidden", async () => {
        const open = jest.spyOn(HandoffWindow, "open").mockResolvedValue("handoff.booked");
        const root = await show(LISTING, { opensWith: "Certificate" });
        const detail = { bookingKey: "b-1", change: "reschedule" };
        root.querySelector("c-handoff-meeting").dispatchEvent(new CustomEvent("changeasked", { detail }));
        await rendered();

        expect(open).toHaveBeenCalledWith({ label: "c.Handoff_Book", size: "large", recordId: RECORD, ...detail });
        await rendered();
        expect(refreshApex).toHaveBeenCalled();
        open.mockRestore();
    });

    it("looks again, and once more a little later, when something was booked", async () => {
        jest.useFakeTimers();
        await show(LISTING);

        await hear({ name: "handoff.booked", payload: { recordId: RECORD.slice(0, 15) } });
        expect(refreshApex).toHaveBeenCalledTimes(1);
        jest.advanceTimersByTime(20000);
        expect(refreshApex).toHaveBeenCalledTimes(4);
    });

    it("does not listen to others", async () => {
        await show(LISTING);

        await hear({ name: "handoff.booked" }, "https://evil.example");
        await hear({ name: "handoff.cancelled" });
        await hear({ name: "handoff.booked", payload: { recordId: "00Q000000000002" } });

        expect(refreshApex).not.toHaveBeenCalled();
    });

    it("is read anew with the page, and stops with it", async () => {
        jest.useFakeTimers();
        const root = await show(LISTING);
        await registerRefreshHandler.mock.calls[0][1]();
        expect(refreshApex).toHaveBeenCalledTimes(1);

        await hear({ name: "handoff.booked" });
        root.host.remove();
        jest.advanceTimersByTime(20000);

        expect(unregisterRefreshHandler).toHaveBeenCalledWith("handler");
        expect(refreshApex).toHaveBeenCalledTimes(2);
    });
});
