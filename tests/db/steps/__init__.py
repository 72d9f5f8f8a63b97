"""A history of sample tables, to try the migration runner on."""
