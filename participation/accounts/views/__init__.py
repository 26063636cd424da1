"""Pages of accounts: coming in, looking after the own account, organisations."""
