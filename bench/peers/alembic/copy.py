"""Page by page into a new table, many rows a statement."""
import sqlalchemy as sa
from alembic import op

from address import normal_and_hash

revision = "00000001"
down_revision = "00000000"

people_new = sa.table("people_new", sa.column("id"), sa.column("normal"), sa.column("hash"))
read = sa.text("SELECT id, email FROM people WHERE id > :last ORDER BY id LIMIT 10000")


def coded(rows):
    for id, email in rows:
        normal, hash = normal_and_hash(email)
        yield {"id": id, "normal": normal, "hash": hash}


def upgrade():
    bind = op.get_bind()
    last = 0
    while rows := bind.execute(read, {"last": last}).all():
        last = rows[-1].id
        op.bulk_insert(people_new, list(coded(rows)))


def downgrade():
    pass
