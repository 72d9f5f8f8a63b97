"""NetMentor: people, events and deadlines on the way to running a medical practice."""

__version__ = "0.1.0"
