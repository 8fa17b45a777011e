// A meeting in the reader's language and time zone.

import LOCALE from "@salesforce/i18n/locale";
import TIME_ZONE from "@salesforce/i18n/timeZone";
import { filled, labels } from "./labels";

const STATUS = {
    Accepted: { words: labels.accepted, icon: "utility:clock" },
    Confirmed: { words: labels.confirmed, icon: "utility:success", variant: "success" },
    Cancelled: { words: labels.cancelled, icon: "utility:ban" },
    Completed: { words: labels.completed, icon: "utility:check" },
    "No Show": { words: labels.noShow, icon: "utility:clear" },
    "Needs Attention": { words: labels.needsAttention, icon: "utility:warning", variant: "warning" }
};

const isEnded = (status) => ["Cancelled", "Completed", "No Show"].includes(status);

export function shownAs(meeting) {
    const { startsAt, endsAt, status } = meeting;
    const isOver = isEnded(status) || new Date(endsAt) < new Date();
    return {
        startsAt,
        endsAt,
        zone: TIME_ZONE,
        year: yearOf(startsAt),
        about: [meeting.meetingType, meeting.guestName].filter(Boolean).join(" · "),
        hosts: hostWords(meeting.hosts ?? []),
        status: STATUS[status] ?? { words: status, icon: "utility:info_alt" },
        cssClass: cssClass(status, isOver),
        mayJoin: Boolean(meeting.meetingLink) && !isOver
    };
}

function cssClass(status, isOver) {
    if (status === "Cancelled") {
        return "meeting meeting_over meeting_cancelled";
    }
    return isOver ? "meeting meeting_over" : "meeting";
}

function hostWords(hosts) {
    const names = hosts.map(({ name, isOptional }) => (isOptional ? filled(labels.optionalHost, name) : name));
    if (!names.length) {
        return "";
    }
    return filled(labels.withHosts, new Intl.ListFormat(LOCALE, { style: "short", type: "unit" }).format(names));
}

// The year in which everybody lives is left out; at New Year that is another one in other time zones.
function yearOf(moment) {
    const year = (date) => date.toLocaleDateString("en", { year: "numeric", timeZone: TIME_ZONE });
    return year(new Date(moment)) === year(new Date()) ? undefined : "numeric";
}
