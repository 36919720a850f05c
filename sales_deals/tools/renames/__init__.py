"""Names of fields and methods that have changed, followed through what users have written."""
