"""The desk in a browser: pages for people, JSON for programs, both on one store (docs/desk.md)."""
