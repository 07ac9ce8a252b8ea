"""queue: the province's queue, complaints near one another, members of a merged case"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORKLIST = ["office_code", "state", "due_at", "id"]
IS_MEMBER = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """Add the indexes that the desk reads by."""
    op.drop_index("ix_complaint_near", "complaint")
    op.create_index(
        "ix_complaint_near", "complaint", ["district_code", "category_code", "received_at"]
    )
    op.drop_index("ix_complaint_worklist", "complaint")
    op.create_index("ix_complaint_worklist", "complaint", [*WORKLIST, "accused_office_code"])
    op.create_index("ix_complaint_province", "complaint", ["state", "due_at", "id"])
    op.create_index(
        "ix_complaint_merged_into_id",
        "complaint",
        ["merged_into_id"],
        sqlite_where=IS_MEMBER,
        postgresql_where=IS_MEMBER,
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_complaint_merged_into_id", "complaint")
    op.drop_index("ix_complaint_province", "complaint")
    op.drop_index("ix_complaint_worklist", "complaint")
    op.create_index("ix_complaint_worklist", "complaint", WORKLIST)
    op.drop_index("ix_complaint_near", "complaint")
    op.create_index(
        "ix_complaint_near", "complaint", ["tehsil_code", "category_code", "received_at"]
    )
