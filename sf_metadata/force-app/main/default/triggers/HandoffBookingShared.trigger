trigger HandoffBookingShared on Handoff_Booking__c(after insert, after update) {
    HandoffBookingSharing.shareChanged(Trigger.new, Trigger.oldMap);
}
