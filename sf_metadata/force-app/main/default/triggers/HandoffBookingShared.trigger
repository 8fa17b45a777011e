trigger HandoffBookingShared on Handoff_Booking__c(after insert, after update, after undelete) {
    HandoffBookingSharing.shareChanged(Trigger.new, Trigger.oldMap);
}
