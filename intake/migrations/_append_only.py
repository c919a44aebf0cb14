"""The audit table refuses UPDATE, DELETE and TRUNCATE, on PostgreSQL and on SQLite."""

from typing import Any

TABLE = "feltsense_intake_auditevent"

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION feltsense_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only.';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER feltsense_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION feltsense_refuse_change();
CREATE TRIGGER feltsense_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION feltsense_refuse_change();
"""
POSTGRESQL_UNDO = f"""
DROP TRIGGER IF EXISTS feltsense_append_only ON {TABLE};
DROP TRIGGER IF EXISTS feltsense_no_truncate ON {TABLE};
"""
SQLITE = [
    f"CREATE TRIGGER feltsense_no_{event.lower()} BEFORE {event} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'The audit trail is append-only.'); END"
    for event in ("UPDATE", "DELETE")
]
SQLITE_UNDO = [
    "DROP TRIGGER IF EXISTS feltsense_no_update",
    "DROP TRIGGER IF EXISTS feltsense_no_delete",
]


def install(apps: Any, schema_editor: Any) -> None:
    run(schema_editor.connection, {"postgresql": [POSTGRESQL], "sqlite": SQLITE})


def remove(apps: Any, schema_editor: Any) -> None:
    run(schema_editor.connection, {"postgresql": [POSTGRESQL_UNDO], "sqlite": SQLITE_UNDO})


def run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, []):
            cursor.execute(statement)
