# ActiveRecord's migrations as Debian has them, called as `rails db:migrate` calls them but without
# the rest of Rails, which would have to start first.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
peer_install() {
	need bin:ruby:ruby ruby:active_record:ruby-activerecord ruby:mysql2:ruby-mysql2 \
		ruby:sqlite3:ruby-sqlite3 ruby:pg:ruby-pg
}

peer_version() {
	ruby -e 'require "active_record"; print ActiveRecord.version, " (Active Record)"'
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

rails_connection() {
	case $DATABASE in
	sqlite) echo "adapter: 'sqlite3', database: '$BENCH_FILE'" ;;
	*)
		echo "adapter: '$([ "$DATABASE" = mysql ] && echo mysql2 || echo postgresql)',"
		echo "host: '$BENCH_HOST', port: $BENCH_PORT, username: '$BENCH_USER',"
		echo "password: '$BENCH_PASSWORD', database: '$BENCH_SCHEMA'"
		;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	cat >migrate.rb <<-END
		require 'active_record'
		ActiveRecord::Base.establish_connection($(rails_connection))
		context = ActiveRecord::MigrationContext.new('db', ActiveRecord::SchemaMigration)
		case ARGV[0]
		when 'up' then context.migrate
		when 'status' then context.migrations_status.each { |row| puts row.join('  ') }
		when 'down' then context.rollback(ARGV[1].to_i)
		end
	END
	stamp db/2026NUMBER00_bench_nNUMBER00.rb "$1" <<-END
		class BenchNNUMBER00 < ActiveRecord::Migration[6.1]
		  def up
		    execute "$UP"
		  end

		  def down
		    execute "$DOWN"
		  end
		end
	END
}

peer_applied() { # COUNT
	ruby migrate.rb status
	sql "CREATE TABLE IF NOT EXISTS schema_migrations (version VARCHAR(255) NOT NULL PRIMARY KEY);
		INSERT INTO schema_migrations $(numbers "$1" 'CAST(202600000000 + n AS CHAR(12))')"
}

peer_up() {
	command=(ruby migrate.rb up)
}

peer_status() {
	command=(ruby migrate.rb status)
}

peer_down() {
	command=(ruby migrate.rb down "$SIZE")
}
