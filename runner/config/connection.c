#include "config/section.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/connection_url.h"
#include "config/expand.h"
#include "config/file.h"
#include "config/line.h"
#include "config/value.h"
#include "driver/driver.h"

static bool read_driver(struct reading *reading, const struct key *key, const struct member *member,
			void *target)
{
	const struct key with_choices = {
		.name = key->name,
		.offset = key->offset,
		.choices = driver_kinds(),
		.is_required = true,
	};
	struct connection *connection = target;

	if (!value_string(reading, &with_choices, member, target))
		return false;
	connection->module = memory_copy(driver_module(connection->driver));
	return true;
}

static bool is_file(const struct connection *connection)
{
	return connection->module && driver_is_embedded(connection->driver);
}

/* An embedded database is a file. */
static bool read_schema(struct reading *reading, const struct key *key, const struct member *member,
			void *target)
{
	struct connection *connection = target;

	if (!is_file(connection))
		return value_string(reading, key, member, target);
	if (!value_path(reading, key, member, target))
		return false;
	if (strcmp(json_string_value(member->value.json), ":memory:") != 0)
		return true;
	return key_fail(reading, member,
			"must be a file: a database in memory would forget what was applied");
}

static bool read_password(struct reading *reading, const struct key *key,
			  const struct member *member, void *target)
{
	if (!value_string(reading, key, member, target))
		return false;
	if (*json_string_value(member->value.json) &&
	    !expand_needed(json_string_value(member->value.json)))
		reading->literal_password = true;
	return true;
}

static const struct key ssl_keys[] = {
	{ "ca", value_path, offsetof(struct connection, ssl_ca),
	  .also = " ca_file cafile cacert root " },
	{ "cert", value_path, offsetof(struct connection, ssl_cert), .also = " certificate " },
	{ "key", value_path, offsetof(struct connection, ssl_key), .also = " private_key " },
	{ "verify", value_boolean, offsetof(struct connection, ssl_verify), .absent = "true",
	  .also = " verify_cert reject_unauthorized " },
	{ 0 },
};

static bool read_ssl(struct reading *reading, const struct key *key, const struct member *member,
		     void *target)
{
	struct connection *connection = target;

	connection->ssl = connection->ssl_verify = true;
	if (!value_object(reading, key, member, target))
		return false;
	if (!connection->ssl_cert != !connection->ssl_key)
		return key_fail(reading, member, "has \"%s\" without \"%s\"",
				connection->ssl_cert ? "cert" : "key",
				connection->ssl_cert ? "key" : "cert");
	return true;
}

/* Its password may stand in it: what is shown has it masked. */
static bool read_url(struct reading *reading, const struct key *key, const struct member *member,
		     void *target)
{
	struct connection *connection = target;
	char *text = value_text(reading, key, member), *shown = NULL, *why = NULL;

	if (!text)
		return false;
	if (!reading->is_open)
		why = connection_take_url(connection, text, reading->config->directory, &shown);
	if (why)
		key_fail(reading, member, "%s", why);
	else
		key_note(reading, key, member, shown ? shown : "${..}");
	if (!why && connection->password && !reading->from_environment)
		reading->literal_password = true;
	explicit_bzero(text, strlen(text));
	free(text);
	free(shown);
	free(why);
	return !why;
}

static bool refuse_beside_url(struct reading *reading, const struct key *key,
			      const struct member *member, void *target)
{
	(void)key;
	(void)target;
	return key_fail(reading, member, "is part of url, which is given too: keep one");
}

static const char *const clusters[] = { "single-writer", NULL };

const struct key connection_keys[] = {
	{ "driver", read_driver, offsetof(struct connection, driver), .is_required = true,
	  .also = " type adapter dialect engine kind provider " },
	{ "host", value_string, offsetof(struct connection, host),
	  .also = " hostname server address " },
	{ "port", value_port, offsetof(struct connection, port), .also = " tcp_port " },
	{ "socket", value_path, offsetof(struct connection, socket), .also = " unix_socket " },
	{ "schema", read_schema, offsetof(struct connection, schema), .is_required = true,
	  .also = " database db dbname name file filename path " },
	{ "user", value_string, offsetof(struct connection, user), .also = " username login " },
	{ "password", read_password, offsetof(struct connection, password), .is_secret = true,
	  .also = " pwd passwd secret " },
	{ "password_file", secret_read_file, offsetof(struct connection, password_file),
	  .also = " passfile passwd_file secret_file " },
	{ "ssl", read_ssl, .keys = ssl_keys, .also = " tls sslmode ssl_mode " },
	{ "protected", value_boolean, offsetof(struct connection, is_protected),
	  .absent = "false" },
	{ "galera", value_string, offsetof(struct connection, galera), .choices = clusters },
	{ "search_path", value_string, offsetof(struct connection, search_path),
	  .also = " schemas current_schema " },
	{ "service", value_string, offsetof(struct connection, service),
	  .also = " pgservice service_name " },
	{ "throttle", throttle_read, .also = " throttling limits backfill " },
	{ "url", read_url, .also = " dsn uri connection_string database_url " },
	{ 0 },
};

/* A password that is not to stand in a URL may stand beside it. */
static const struct key url_keys[] = {
	{ "url", read_url, .is_required = true },
	{ .name = "driver", .read = refuse_beside_url },
	{ .name = "host", .read = refuse_beside_url },
	{ .name = "port", .read = refuse_beside_url },
	{ .name = "schema", .read = refuse_beside_url },
	{ .name = "user", .read = refuse_beside_url },
	{ "socket", value_path, offsetof(struct connection, socket), .also = " unix_socket " },
	{ "password", read_password, offsetof(struct connection, password), .is_secret = true },
	{ "password_file", secret_read_file, offsetof(struct connection, password_file),
	  .also = " passfile " },
	{ "ssl", read_ssl, .keys = ssl_keys },
	{ "protected", value_boolean, offsetof(struct connection, is_protected),
	  .absent = "false" },
	{ "galera", value_string, offsetof(struct connection, galera), .choices = clusters },
	{ "search_path", value_string, offsetof(struct connection, search_path),
	  .also = " schemas current_schema " },
	{ "service", value_string, offsetof(struct connection, service),
	  .also = " pgservice service_name " },
	{ "throttle", throttle_read, .also = " throttling limits backfill " },
	{ 0 },
};

static bool is_given(const char *text)
{
	return text && *text;
}

/* A database in a file has no server, so what speaks of one is likely a slip. */
static void warn_of_idle_keys(struct config *config, const struct connection *connection)
{
	const struct {
		const char *name;
		bool is_given;
	} keys[] = {
		{ "host", is_given(connection->host) },
		{ "port", connection->port },
		{ "socket", is_given(connection->socket) },
		{ "user", is_given(connection->user) },
		{ "password", is_given(connection->password) },
		{ "ssl", connection->ssl },
		{ "galera", is_given(connection->galera) },
		{ "search_path", is_given(connection->search_path) },
		{ "service", is_given(connection->service) },
		{ "throttle", connection->throttle.lag || connection->throttle.running },
	};
	struct text list = { 0 };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i].is_given)
			text_print(&list, "%s%s", list.length ? ", " : "", keys[i].name);
	if (list.length)
		line_warn(config, "db.%s: the driver %s has no use for %s", connection->alias,
			  connection->driver, text_get(&list));
	text_finish(&list);
}

static bool read_connection(struct reading *reading, const struct member *member,
			    struct connection *connection, bool is_chosen)
{
	char *prefix;
	bool ok;

	connection->alias = memory_copy(member->key);
	connection->place = document_place(reading->document, member->key_at);
	if (!key_is(reading, member, JSON_OBJECT, "an object"))
		return false;
	prefix = key_path(reading, member->key);
	reading->expand = is_chosen;
	ok = key_read_object(reading, prefix,
			     json_object_get(member->value.json, "url") ? url_keys
									: connection_keys,
			     member->value, connection);
	reading->expand = false;
	free(prefix);
	if (ok && is_chosen && is_file(connection))
		warn_of_idle_keys(reading->config, connection);
	return ok;
}

static char *alias_list(const struct config *config)
{
	struct text list = { 0 };

	for (size_t i = 0; i < config->connection_count; i++) {
		char *alias = document_quote(config->connections[i].alias);

		text_print(&list, "%s%s", i ? ", " : "", alias);
		free(alias);
	}
	return text_take(&list);
}

static const char *nearest_alias(const struct config *config)
{
	const char **aliases = memory_alloc((config->connection_count + 1) * sizeof *aliases);
	const char *near;

	for (size_t i = 0; i < config->connection_count; i++)
		aliases[i] = config->connections[i].alias;
	near = config_nearest(config->db, aliases, config->connection_count);
	free(aliases);
	return near;
}

static bool fail_alias(struct reading *reading)
{
	const struct config *config = reading->config;
	const enum error_code code = reading->request->db ? ERROR_UNKNOWN_NAME : ERROR_CONFIG;
	const char *near = nearest_alias(config);
	char *wanted = document_quote(config->db);
	char *hint = near ? document_quote(near) : memory_copy("");
	char *known = alias_list(config);

	document_fail(reading->document, reading->request->db ? NULL : reading->alias_place,
		      reading->error, code, "there is no connection %s in \"db\"%s%s%s", wanted,
		      near ? "; did you mean " : "", hint, near ? "?" : "");
	if (config->connection_count)
		error_next(reading->error, "the connections known: %s", known);
	else
		error_next(reading->error, "add \"db\": { %s: { \"driver\": .., \"schema\": .. } }",
			   wanted);
	free(known);
	free(hint);
	free(wanted);
	return false;
}

static bool choose(struct reading *reading)
{
	struct config *config = reading->config;

	if (reading->request->without_database)
		return true;
	for (size_t i = 0; i < config->connection_count; i++)
		if (!strcmp(config->connections[i].alias, config->db))
			config->connection = &config->connections[i];
	return config->connection ? true : fail_alias(reading);
}

/* Only where no connection is configured: a forgotten variable must not choose the database. */
static bool take_variable(struct reading *reading, const char *url)
{
	struct config *config = reading->config;
	struct connection *connection = &config->connections[config->connection_count++];
	char *shown = NULL, *key = NULL;
	char *why;

	connection->alias = memory_copy(config->db);
	connection->place = memory_copy("DATABASE_URL");
	why = connection_take_url(connection, url, config->directory, &shown);
	if (why) {
		error_set(reading->error, ERROR_CONFIG, "the environment variable DATABASE_URL %s",
			  why);
	} else {
		key = memory_format("db.%s.url", connection->alias);
		line_add(config, key, shown, "DATABASE_URL");
		config->connection = connection;
	}
	free(key);
	free(shown);
	free(why);
	return config->connection != NULL;
}

static bool read_all(struct reading *reading, const struct member *members, size_t count)
{
	struct config *config = reading->config;

	for (size_t i = 0; i < count; i++) {
		const bool is_chosen =
			!reading->request->without_database && !strcmp(members[i].key, config->db);

		if (!read_connection(reading, &members[i],
				     &config->connections[config->connection_count++], is_chosen))
			return false;
	}
	return choose(reading);
}

bool connections_read(struct reading *reading, const struct key *key, const struct member *member,
		      void *target)
{
	const char *url = connection_url_variable(reading->request);
	struct config *config = target;
	struct member *members;
	size_t count;
	bool ok;

	if (!key_is(reading, member, JSON_OBJECT, "an object"))
		return false;
	count = place_members(member->value, &members);
	config->connections = memory_alloc((count + 1) * sizeof *config->connections);
	reading->prefix = key->name;
	ok = count == 0 && url ? take_variable(reading, url) : read_all(reading, members, count);
	reading->prefix = "";
	free(members);
	return ok;
}

static void forget(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void connection_finish(struct connection *connection)
{
	free(connection->alias);
	free(connection->driver);
	free(connection->module);
	free(connection->host);
	free(connection->socket);
	free(connection->schema);
	free(connection->user);
	forget(connection->password);
	free(connection->password_file);
	free(connection->ssl_ca);
	free(connection->ssl_cert);
	free(connection->ssl_key);
	free(connection->galera);
	free(connection->search_path);
	free(connection->service);
	throttle_finish(&connection->throttle);
	free(connection->place);
}
