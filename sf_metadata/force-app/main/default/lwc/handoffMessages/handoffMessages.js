import APP_ORIGIN from "@salesforce/label/c.Handoff_App_Origin";

export const BOOKED = "handoff.booked";
export const CLOSED = new Set(["handoff.cancelled", "handoff.closed"]);
export const RELOAD = "handoff.reload";
export const RENEW = "handoff.renew";
export const TOKEN = "handoff.token";

export const appOrigin = APP_ORIGIN.replace(/\/+$/, "");

/**
 * What the Handoff window says, as {name, payload, id}, or null if the message is not one of its own.
 * It comes as it is, or, out of a Canvas frame, wrapped by the Canvas SDK.
 */
export function messageOf(event) {
    if (event.origin !== appOrigin) {
        return null;
    }
    const message = unwrapped(parsed(event.data));
    return typeof message?.name === "string" && message.name.startsWith("handoff.") ? message : null;
}

function parsed(data) {
    if (typeof data !== "string") {
        return data;
    }
    try {
        return JSON.parse(data);
    } catch {
        return null;
    }
}

function unwrapped(message) {
    if (message?.targetModule !== "Canvas") {
        return message;
    }
    return message.body?.type === "publish" ? message.body.event : null;
}
