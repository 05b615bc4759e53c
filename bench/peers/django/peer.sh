# Django's migrations with mysqlclient, in a project that has nothing else.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
python=$BENCH_CACHE/python/bin/python

peer_install() {
	python_install
}

peer_version() {
	python_version django
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

django_database() {
	case $DATABASE in
	sqlite) echo "'ENGINE': 'django.db.backends.sqlite3', 'NAME': '$BENCH_FILE'" ;;
	*)
		echo "'ENGINE': 'django.db.backends.$DATABASE', 'NAME': '$BENCH_SCHEMA',"
		echo "'HOST': '$BENCH_HOST', 'PORT': '$BENCH_PORT', 'USER': '$BENCH_USER',"
		echo "'PASSWORD': '$BENCH_PASSWORD'"
		;;
	esac
}

peer_setup() { # COUNT
	mkdir -p bench/migrations
	: >bench/__init__.py
	: >bench/migrations/__init__.py
	cat >settings.py <<-END
		INSTALLED_APPS = ['bench']
		SECRET_KEY = 'bench'
		USE_TZ = True
		DATABASES = {'default': {$(django_database)}}
	END
	cat >bench/migrations/m00000000.py <<-END
		from django.db import migrations
		class Migration(migrations.Migration):
		    pass
	END
	stamp bench/migrations/mNUMBER00.py "$1" <<-END
		from django.db import migrations


		class Migration(migrations.Migration):
		    dependencies = [("bench", "mNUMBER-1")]
		    operations = [migrations.RunSQL("$UP", "$DOWN")]
	END
}

peer_applied() { # COUNT
	django_command migrate bench m00000000
	"${command[@]}"
	sql "INSERT INTO django_migrations (app, name, applied)
		$(numbers "$1" "'bench', 'm' || SUBSTR(CAST(100000000 + n AS CHAR(9)), 2), CURRENT_TIMESTAMP")"
}

django_command() { # VERB..
	export DJANGO_SETTINGS_MODULE=settings
	command=("$python" -m django "$@")
	export PYTHONPATH=.
}

peer_up() {
	django_command migrate bench
}

peer_status() {
	django_command showmigrations bench
}

peer_down() {
	django_command migrate bench zero
}
