#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum { CONNECT_SECONDS = 10 };

/* libpq before version 16 has no word for the system's own authorities. */
#define SYSTEM_AUTHORITIES "/etc/ssl/certs/ca-certificates.crt"

/*
 * Every migration finds the same session, whatever the defaults of server, database and account
 * are. Given when the connection begins they are what RESET goes back to.
 */
static const struct setting {
	const char *name, *value;
} session_settings[] = {
	{ "lock_timeout", SESSION_LOCK_TIMEOUT },
	{ "statement_timeout", "0" },
	{ "idle_in_transaction_session_timeout", "0" },
	{ "TimeZone", "UTC" },
	{ "DateStyle", "ISO,YMD" },
	{ "IntervalStyle", "postgres" },
	{ "bytea_output", "hex" },
	{ "row_security", "off" }, /* rather an error than rows that are not seen */
	{ "extra_float_digits", "1" },
	{ "standard_conforming_strings", "on" },
	{ "backslash_quote", "safe_encoding" },
	{ "client_min_messages", "notice" },
	{ "check_function_bodies", "on" },
	{ "quote_all_identifiers", "off" },
	{ "default_transaction_isolation", "read committed" },
	{ "default_transaction_deferrable", "off" },
	{ "tcp_keepalives_idle", "15" },
	{ "tcp_keepalives_interval", "5" },
	{ "tcp_keepalives_count", "3" },
};

enum { SESSION_SETTINGS = sizeof session_settings / sizeof *session_settings };

static void add(struct parameters *parameters, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	parameters->names[parameters->count] = name;
	parameters->values[parameters->count++] = value;
}

static void add_owned(struct parameters *parameters, const char *name, char *value)
{
	parameters->owned[parameters->owned_count++] = value;
	add(parameters, name, value);
}

/* "/run/postgresql/.s.PGSQL.5433" names a folder and a port. */
static void add_socket(struct parameters *parameters, const char *path, int port)
{
	static const char file[] = "/.s.PGSQL.";
	const char *name = strstr(path, file);

	if (!name) {
		add(parameters, "host", path);
		if (port)
			add_owned(parameters, "port", memory_format("%d", port));
		return;
	}
	add_owned(parameters, "host", memory_copy_bytes(path, (size_t)(name - path)));
	add(parameters, "port", name + strlen(file));
}

static void add_place(struct parameters *parameters, const struct driver_settings *settings)
{
	const char *host = settings->host;

	if (settings->socket && *settings->socket) {
		add_socket(parameters, settings->socket, settings->port);
	} else if (host && host[0] == '/') {
		add_socket(parameters, host, settings->port);
	} else {
		add(parameters, "host", host);
		if (settings->port)
			add_owned(parameters, "port", memory_format("%d", settings->port));
		/* A migration wants the one of them that takes writes. */
		if (host && strchr(host, ',') && !settings->reading)
			add(parameters, "target_session_attrs", "read-write");
	}
}

static void add_tls(struct parameters *parameters, const struct driver_settings *settings)
{
	if (!settings->ssl)
		return;
	add(parameters, "sslmode", settings->ssl_verify ? "verify-full" : "require");
	add(parameters, "sslrootcert", settings->ssl_ca);
	if (!settings->ssl_ca && settings->ssl_verify)
		add(parameters, "sslrootcert",
		    PQlibVersion() >= 160000 ? "system" : SYSTEM_AUTHORITIES);
	add(parameters, "sslcert", settings->ssl_cert);
	add(parameters, "sslkey", settings->ssl_key);
}

/* Blanks end an option there, so those of a value are escaped. */
static void add_option(struct text *options, const char *name, const char *value)
{
	text_print(options, "%s-c %s=", options->length ? " " : "", name);
	for (; *value; value++) {
		if (strchr(" \t\n\\", *value))
			text_add_char(options, '\\');
		text_add_char(options, *value);
	}
}

/* What the file of services says of the session would be lost behind options of our own. */
static void add_options_of_service(struct text *options, const char *service)
{
	PQconninfoOption *defaults;

	if (!service || !*service)
		return;
	setenv("PGSERVICE", service, 1);
	defaults = PQconndefaults();
	unsetenv("PGSERVICE");
	for (const PQconninfoOption *it = defaults; it && it->keyword; it++)
		if (strcmp(it->keyword, "options") == 0 && it->val)
			text_add(options, it->val);
	PQconninfoFree(defaults);
}

/* Of two that set the same the server takes the last one. */
static char *options_text(const struct driver_settings *settings)
{
	struct text options = { 0 };

	add_options_of_service(&options, settings->service);
	for (size_t i = 0; i < SESSION_SETTINGS; i++)
		add_option(&options, session_settings[i].name, session_settings[i].value);
	if (settings->search_path && *settings->search_path)
		add_option(&options, "search_path", settings->search_path);
	return text_take(&options);
}

static void add_setting(struct text *sql, PGconn *conn, const char *name, const char *value)
{
	char *quoted = PQescapeLiteral(conn, value, strlen(value));

	text_print(sql, "%s pg_catalog.set_config('%s', %s, false)", sql->length ? "," : "SELECT",
		   name, quoted);
	PQfreemem(quoted);
}

/* What no connection began with is not found again by RESET: the dialect looks here. */
static void add_path(struct text *sql, PGconn *conn, const char *search_path)
{
	add_setting(sql, conn, "search_path", search_path);
	add_setting(sql, conn, "glim.search_path", search_path);
}

char *parameters_sql(PGconn *conn, const char *search_path)
{
	struct text sql = { 0 };

	for (size_t i = 0; i < SESSION_SETTINGS; i++)
		add_setting(&sql, conn, session_settings[i].name, session_settings[i].value);
	if (search_path && *search_path)
		add_path(&sql, conn, search_path);
	return text_take(&sql);
}

/*
 * The library fills what it is not told from these: a variable that was forgotten in a shell must
 * not choose the database. PGPASSFILE, PGPASSWORD, PGSERVICEFILE and those of TLS stay: they name
 * no place.
 */
static void forget_environment(void)
{
	static const char *const names[] = { "PGHOST",      "PGHOSTADDR", "PGPORT",
					     "PGDATABASE",  "PGUSER",     "PGOPTIONS",
					     "PGSERVICE",   "PGAPPNAME",  "PGTZ",
					     "PGDATESTYLE", "PGGEQO",     "PGTARGETSESSIONATTRS" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

void parameters_fill(struct parameters *parameters, const struct driver_settings *settings,
		     bool plain)
{
	const int seconds =
		settings->connect_timeout > 0 ? settings->connect_timeout : CONNECT_SECONDS;

	*parameters = (struct parameters){ 0 };
	forget_environment();
	add(parameters, "service", settings->service);
	add_place(parameters, settings);
	add(parameters, "dbname", settings->schema);
	add(parameters, "user", settings->user);
	add(parameters, "password", settings->password);
	add_tls(parameters, settings);
	if (!plain)
		add_owned(parameters, "options", options_text(settings));
	add_owned(parameters, "connect_timeout", memory_format("%d", seconds));
	add(parameters, "application_name", "glim");
	add(parameters, "client_encoding", "UTF8");
	/* A dead network is noticed within half a minute, not after two hours. */
	add(parameters, "keepalives", "1");
	add(parameters, "keepalives_idle", "15");
	add(parameters, "keepalives_interval", "5");
	add(parameters, "keepalives_count", "3");
	add(parameters, "tcp_user_timeout", "30000");
}

void parameters_finish(struct parameters *parameters)
{
	for (size_t i = 0; i < parameters->owned_count; i++)
		free(parameters->owned[i]);
}
