trigger HandoffLeaveChanged on Handoff_Leave__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
