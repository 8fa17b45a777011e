trigger HandoffPoolMemberChanged on Handoff_Pool_Member__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
