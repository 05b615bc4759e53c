"""Page by page into a temporary table, and back by a join; SQLite has no round trips to save."""
import sqlalchemy as sa
from alembic import op

from address import normal_and_hash

revision = "00000001"
down_revision = "00000000"

page = sa.table("page", sa.column("id"), sa.column("normal"), sa.column("hash"))
read = sa.text("SELECT id, email FROM people WHERE id > :last ORDER BY id LIMIT 10000")
update = sa.text("UPDATE people SET normal = :normal, hash = :hash WHERE id = :id")
join = sa.text(
    "UPDATE people JOIN page USING (id) SET people.normal = page.normal, people.hash = page.hash"
)


def coded(rows):
    for id, email in rows:
        normal, hash = normal_and_hash(email)
        yield {"id": id, "normal": normal, "hash": hash}


def write_joined(bind, rows):
    op.bulk_insert(page, rows)
    bind.execute(join)
    bind.execute(sa.text("DELETE FROM page"))


def upgrade():
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    if not sqlite:
        op.execute(
            "CREATE TEMPORARY TABLE page (id BIGINT PRIMARY KEY, normal VARCHAR(120), hash CHAR(64))"
        )
    last = 0
    while rows := bind.execute(read, {"last": last}).all():
        last = rows[-1].id
        if sqlite:
            bind.execute(update, list(coded(rows)))
        else:
            write_joined(bind, list(coded(rows)))


def downgrade():
    pass
