trigger HandoffSuggestionRuleChanged on Handoff_Suggestion_Rule__c(
    after insert,
    after update,
    after delete,
    after undelete
) {
    HandoffSettingsChanged.tell();
}
