"""The roof's door for operators: a command becomes a call."""

from netmentor.cli.arguments import parser

__all__ = ["parser"]
