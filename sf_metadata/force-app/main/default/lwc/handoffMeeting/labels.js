import cancel from "@salesforce/label/c.Handoff_Cancel_Meeting";
import join from "@salesforce/label/c.Handoff_Join_Meeting";
import optionalHost from "@salesforce/label/c.Handoff_Optional_Host";
import reschedule from "@salesforce/label/c.Handoff_Reschedule";
import accepted from "@salesforce/label/c.Handoff_Status_Accepted";
import cancelled from "@salesforce/label/c.Handoff_Status_Cancelled";
import completed from "@salesforce/label/c.Handoff_Status_Completed";
import confirmed from "@salesforce/label/c.Handoff_Status_Confirmed";
import needsAttention from "@salesforce/label/c.Handoff_Status_Needs_Attention";
import noShow from "@salesforce/label/c.Handoff_Status_No_Show";
import test from "@salesforce/label/c.Handoff_Test_Booking";
import withHosts from "@salesforce/label/c.Handoff_With";

export const labels = {
    accepted,
    cancel,
    cancelled,
    completed,
    confirmed,
    join,
    needsAttention,
    noShow,
    optionalHost,
    reschedule,
    test,
    withHosts
};

export const filled = (label, value) => label.replace("{0}", () => value);
