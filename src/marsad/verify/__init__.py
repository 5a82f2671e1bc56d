"""Claims held against event data, and predictions against what came: pure, files' contents in, verdicts out."""
