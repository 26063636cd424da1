"""XLSForm: the survey as a spreadsheet, read by its reference converter and written for it."""
