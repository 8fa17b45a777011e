// A quick action takes nothing but a record: which meeting is to be changed is left for it in the browser's tab.

const KEPT_AS = "handoff.asked";

export function ask(recordId, change) {
    try {
        if (change) {
            window.sessionStorage.setItem(KEPT_AS, JSON.stringify({ recordId, ...change, at: Date.now() }));
        } else {
            window.sessionStorage.removeItem(KEPT_AS);
        }
    } catch {
        // Without it the window opens all the same, and shows the record's meetings first.
    }
}
