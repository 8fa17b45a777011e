trigger HandoffTypeHostChanged on Handoff_Type_Host__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
