"""Fuzzing of every parser and of reading itself: see docs/fuzzing.md. ``python -m fuzz`` runs it."""
