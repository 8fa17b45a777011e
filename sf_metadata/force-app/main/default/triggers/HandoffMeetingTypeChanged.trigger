trigger HandoffMeetingTypeChanged on Handoff_Meeting_Type__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
