"""A row at a time."""
import sqlalchemy as sa
from alembic import op

from address import normal_and_hash

revision = "00000001"
down_revision = "00000000"

people = sa.table("people", sa.column("id"), sa.column("email"), sa.column("normal"), sa.column("hash"))


def upgrade():
    bind = op.get_bind()
    for row in bind.execute(sa.select(people.c.id, people.c.email)).all():
        normal, hash = normal_and_hash(row.email)
        bind.execute(people.update().where(people.c.id == row.id).values(normal=normal, hash=hash))


def downgrade():
    pass
