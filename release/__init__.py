"""Building a release and taking stock of it: see docs/deploy.md. ``python -m release`` does all of it."""
