"""quarantine: what a phone sent after it was taken off an account"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it begins empty."""
    op.create_table(
        "quarantine",
        sa.Column("account_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("payload_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("device_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_quarantine_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "payload_sha256", name=op.f("pk_quarantine")),
    )


def downgrade() -> None:
    """Forget what revoked phones sent; the phones keep their rows."""
    op.drop_table("quarantine")
