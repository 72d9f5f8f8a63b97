"""The same beginning, and a step that fails half way."""
