"""SurveyJS: the survey as JSON, read and written."""
