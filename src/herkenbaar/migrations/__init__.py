"""Alembic's migrations, carried by the wheel. A new one is a file in versions/, numbered on."""
