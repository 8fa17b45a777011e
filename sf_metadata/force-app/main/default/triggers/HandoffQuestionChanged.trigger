trigger HandoffQuestionChanged on Handoff_Question__c(after insert, after update, after delete, after undelete) {
    HandoffSettingsChanged.tell();
}
