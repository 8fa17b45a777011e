trigger HandoffHostShared on Handoff_Host__c(after insert, after update, after undelete) {
    HandoffHostSharing.shareChanged(Trigger.new, Trigger.oldMap);
}
