# Alembic with mysqlclient; a transaction for each migration, as one that keeps what it did.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
way=$BENCH/peers/alembic
alembic=$BENCH_CACHE/python/bin/alembic

peer_install() {
	python_install
}

peer_version() {
	python_version alembic sqlalchemy
}

peer_refuses() {
	:
}

alembic_url() {
	case $DATABASE in
	sqlite) echo "sqlite:///$BENCH_FILE" ;;
	postgresql) echo "postgresql+psycopg2://$BENCH_ACCOUNT@$BENCH_PLACE" ;;
	*) echo "mysql+mysqldb://$BENCH_ACCOUNT@$BENCH_PLACE?charset=utf8mb4" ;;
	esac
}

alembic_folder() { # TRANSACTION_PER_MIGRATION
	mkdir -p alembic/versions
	cat >alembic.ini <<-END
		[alembic]
		script_location = alembic
		prepend_sys_path = .
		sqlalchemy.url = $(alembic_url)
	END
	cat >alembic/env.py <<-END
		from alembic import context
		from sqlalchemy import create_engine

		engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
		with engine.connect() as connection:
		    context.configure(connection=connection, transaction_per_migration=$1)
		    with context.begin_transaction():
		        context.run_migrations()
	END
	cat >alembic/versions/first.py <<-END
		revision = "00000000"
		down_revision = None
		def upgrade(): pass
		def downgrade(): pass
	END
}

peer_setup() { # COUNT
	if [ -e "$way/$WORK.py" ]; then
		alembic_folder True
		cp "$way/$WORK.py" alembic/versions
		cp "$BENCH/peers/alembic/address.py" .
		return
	fi
	alembic_folder "$([ "$WORK" = batch ] && echo False || echo True)"
	stamp alembic/versions/NUMBER00_bench.py "$1" <<-END
		"""bench NUMBER00"""
		from alembic import op

		revision = "NUMBER00"
		down_revision = "NUMBER-1"


		def upgrade():
		    op.execute("$UP")


		def downgrade():
		    op.execute("$DOWN")
	END
}

# Its history is one row, the head.
peer_applied() { # COUNT
	sql "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
		INSERT INTO alembic_version VALUES ('$(printf %08d "$1")')"
}

peer_up() {
	command=("$alembic" upgrade head)
}

peer_status() {
	command=("$alembic" current)
}

peer_down() {
	command=("$alembic" downgrade base)
}
