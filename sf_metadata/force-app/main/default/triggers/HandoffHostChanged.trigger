trigger HandoffHostChanged on Handoff_Host__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
