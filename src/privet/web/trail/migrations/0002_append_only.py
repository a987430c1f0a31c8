"""Rows of the trail are added and nothing else: the database itself refuses the rest."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    "CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail_event BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail_event BEGIN SELECT RAISE(ABORT, 'append-only'); END",
]
POSTGRES = [
    "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
    "CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
]


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
