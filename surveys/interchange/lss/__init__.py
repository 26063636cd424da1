"""LimeSurvey: the survey as the dump of its tables, .lss."""
