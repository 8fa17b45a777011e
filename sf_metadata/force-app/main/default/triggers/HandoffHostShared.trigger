trigger HandoffHostShared on Handoff_Host__c(after insert, after update) {
    HandoffHostSharing.shareChanged(Trigger.new, Trigger.oldMap);
}
