"""misses: wrong passwords and unknown slip codes are counted in one table"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count all misses in one table; the last hour's wrong passwords are not carried over."""
    op.create_table(
        "miss",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss")),
    )
    op.create_index(op.f("ix_miss_at"), "miss", ["at"])
    op.create_index(op.f("ix_miss_key_hash"), "miss", ["key_hash"])
    op.drop_table("failed_sign_in")


def downgrade() -> None:
    """Bring the table of wrong passwords back, empty."""
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("username_fold", sa.String(length=60), nullable=False),
        sa.Column("client_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    for column in ("at", "client_hash", "username_fold"):
        op.create_index(op.f(f"ix_failed_sign_in_{column}"), "failed_sign_in", [column])
    op.drop_table("miss")
