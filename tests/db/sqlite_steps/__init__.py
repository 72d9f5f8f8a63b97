"""The same beginning, going on with what only SQLite understands."""
