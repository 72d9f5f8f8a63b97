"""The same beginning, and a step that would leave rows referring to nothing."""
