"""Run the reading of many documents."""
