"""The ordered changes of the schema; each file in versions/ is one, and none is ever changed after a release."""
