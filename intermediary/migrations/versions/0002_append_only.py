"""append only: nobody rewrites the log, and the first chain head"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_content_no_delete BEFORE DELETE ON event_content"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_content_only_erased BEFORE UPDATE ON event_content"
    " WHEN NEW.event_id <> OLD.event_id OR NEW.salt IS NOT NULL"
    " OR json_type(NEW.content) IS NOT 'null' AND NEW.content IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'event content can only be erased'); END",
)
POSTGRES_TRIGGERS = (
    "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE FUNCTION only_erase() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NEW.event_id <> OLD.event_id OR NEW.salt IS NOT NULL"
    " OR (NEW.content IS NOT NULL AND json_typeof(NEW.content) <> 'null')"
    " THEN RAISE EXCEPTION 'event content can only be erased'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER event_no_rewriting BEFORE UPDATE OR DELETE ON event"
    " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_no_delete BEFORE DELETE ON event_content"
    " FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_no_truncate BEFORE TRUNCATE ON event_content"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_content_only_erased BEFORE UPDATE ON event_content"
    " FOR EACH ROW EXECUTE FUNCTION only_erase()",
)
POSTGRES_REMOVAL = (
    "DROP TRIGGER event_no_rewriting ON event",
    "DROP TRIGGER event_no_truncate ON event",
    "DROP TRIGGER event_content_no_delete ON event_content",
    "DROP TRIGGER event_content_no_truncate ON event_content",
    "DROP TRIGGER event_content_only_erased ON event_content",
    "DROP FUNCTION refuse_rewriting",
    "DROP FUNCTION only_erase",
)
SQLITE_REMOVAL = tuple(f"DROP TRIGGER {line.split()[2]}" for line in SQLITE_TRIGGERS)


def upgrade() -> None:
    """Forbid UPDATE and DELETE on the log, and write the first chain head."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRES_TRIGGERS:
        op.execute(sa.text(statement))
    head = sa.table(
        "chain_head", sa.column("id"), sa.column("seq"), sa.column("hash", sa.LargeBinary)
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": bytes(32)}])


def downgrade() -> None:
    """Take the triggers and the chain head away."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_REMOVAL if is_sqlite else POSTGRES_REMOVAL:
        op.execute(sa.text(statement))
    op.execute(sa.text("DELETE FROM chain_head"))
