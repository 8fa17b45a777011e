trigger HandoffPoolChanged on Handoff_Pool__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
