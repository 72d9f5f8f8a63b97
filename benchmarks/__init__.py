"""What NetMentor costs, measured against what it must reach."""
