"""The two sample tables."""

from __future__ import annotations

from importlib import import_module

Migration = import_module("tests.db.steps.0001_first").Migration
