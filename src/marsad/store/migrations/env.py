"""Alembic's entry: runs the migrations on the connection, and in the transaction, that database.py hands over."""

from alembic import context

from marsad.store.schema import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
