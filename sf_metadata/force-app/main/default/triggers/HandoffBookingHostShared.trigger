trigger HandoffBookingHostShared on Handoff_Booking_Host__c(after insert, after update, after delete, after undelete) {
    HandoffBookingSharing.shareBookingsOf(Trigger.isDelete ? Trigger.old : Trigger.new);
}
