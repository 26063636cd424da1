"""PostgreSQL keeps samples of a table's values for its planner, and they outlive the rows, even a VACUUM FULL.

So of columns with something about people it is told to keep none; what is erased is then gone from there too.
"""

from sqlalchemy import Connection, text

from participation.core.database import Base

SAMPLED = text(
    "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    " AND a.attnum > 0 AND NOT a.attisdropped AND coalesce(a.attstattarget, -1) <> 0"
)


def keep_none(connection: Connection) -> None:
    """Let the database keep no samples of what people wrote; what is told so already stays."""
    personal = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("personal", "none") != "none"
    } | {("search_entry", "words")}
    for table, column in connection.execute(SAMPLED).all():
        if (table, column) in personal:
            connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0')
