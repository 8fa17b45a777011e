import book from "@salesforce/label/c.Handoff_Book";
import bookings from "@salesforce/label/c.Handoff_Bookings";
import failed from "@salesforce/label/c.Handoff_Bookings_Failed";
import create from "@salesforce/label/c.Handoff_Create_Booking";
import loading from "@salesforce/label/c.Handoff_Loading";
import none from "@salesforce/label/c.Handoff_No_Bookings";
import noneUpcoming from "@salesforce/label/c.Handoff_No_Upcoming";
import past from "@salesforce/label/c.Handoff_Past";
import refresh from "@salesforce/label/c.Handoff_Refresh";
import showMore from "@salesforce/label/c.Handoff_Show_More";
import tryAgain from "@salesforce/label/c.Handoff_Try_Again";
import upcoming from "@salesforce/label/c.Handoff_Upcoming";

export const labels = {
    book,
    bookings,
    create,
    failed,
    loading,
    none,
    noneUpcoming,
    past,
    refresh,
    showMore,
    tryAgain,
    upcoming
};
