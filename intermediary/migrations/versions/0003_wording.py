"""wording: drafts and numbered releases"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of the wording desk."""
    op.create_table(
        "wording_override",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("context", sa.String(length=60), nullable=True),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("strings", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_wording_override_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_override")),
        sa.UniqueConstraint("language", "key", name=op.f("uq_wording_override_language_key")),
    )
    op.create_table(
        "wording_release",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_wording_release_author_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wording_release")),
    )


def downgrade() -> None:
    """Take the tables of the wording desk away."""
    op.drop_table("wording_release")
    op.drop_table("wording_override")
