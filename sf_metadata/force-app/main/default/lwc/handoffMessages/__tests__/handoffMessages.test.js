import { appOrigin, messageOf } from "c/handoffMessages";

const heard = (data, origin = appOrigin) => messageOf({ data, origin });

describe("c-handoff-messages", () => {
    it("reads a message as it is", () => {
        expect(heard({ name: "handoff.booked", payload: { message: "Booked." } }).payload.message).toBe("Booked.");
    });

    it("reads a message out of a Canvas frame", () => {
        const event = { name: "handoff.booked", payload: { bookingId: "b" } };
        const sent = JSON.stringify({ targetModule: "Canvas", body: { type: "publish", event } });

        expect(heard(sent)).toEqual(event);
    });

    it.each([
        ["another origin's words", { name: "handoff.booked" }, "https://evil.example"],
        ["another thing's name", { name: "chatter.posted" }, undefined],
        ["no name", { payload: {} }, undefined],
        ["no JSON", "{", undefined],
        ["nothing", null, undefined],
        ["the Canvas SDK's own talk", JSON.stringify({ targetModule: "Canvas", body: { type: "resize" } }), undefined]
    ])("does not take %s", (_, data, origin) => {
        expect(heard(data, origin)).toBeNull();
    });
});
