"""A long run under faults, with everything at once: see docs/soak.md. ``python -m soak`` runs it."""
