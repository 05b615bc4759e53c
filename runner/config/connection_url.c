#include "config/connection_url.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/file.h"
#include "config/key.h"
#include "config/url.h"
#include "driver/driver.h"

static char *give(char **part)
{
	char *given = *part;

	*part = NULL;
	return given;
}

static char *unknown_kind(const char *scheme)
{
	char *word = document_quote(scheme), *known = key_list(driver_kinds());
	char *why = memory_format("names %s, which is no kind of database; known: %s", word, known);

	free(word);
	free(known);
	return why;
}

/* KIND:glim.db, KIND:/srv/glim.db, KIND:///srv/glim.db */
static char *take_file(struct connection *connection, struct url *url, const char *directory)
{
	if (url->host && *url->host)
		return memory_copy("names a host, but this database is a file: two slashes too "
				   "many?");
	if (!url->path || strcmp(url->path, "/") == 0)
		return memory_copy("names no database file");
	if (strcmp(url->path, ":memory:") == 0)
		return memory_copy("must name a file: a database in memory would forget what was "
				   "applied");
	connection->schema = file_below(directory, url->path);
	return NULL;
}

static char *take_server(struct connection *connection, struct url *url)
{
	const char *schema = url->path && *url->path == '/' ? url->path + 1 : url->path;

	if (!url->host)
		return memory_copy("has no // behind its kind, as in DRIVER://ana@db1/shop");
	if (!schema || !*schema)
		return memory_copy("names no database behind the host");
	connection->schema = memory_copy(schema);
	connection->host = *url->host ? give(&url->host) : NULL;
	connection->port = url->port;
	connection->user = give(&url->user);
	connection->password = give(&url->password);
	return NULL;
}

static char *take_ssl_mode(struct connection *connection, const char *mode)
{
	static const struct {
		const char *mode;
		bool ssl, verify;
	} modes[] = {
		{ "disable", false, false },
		{ "require", true, false },
		{ "verify-ca", true, true },
		{ "verify-full", true, true },
	};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		if (strcmp(modes[i].mode, mode) != 0)
			continue;
		connection->ssl = modes[i].ssl;
		connection->ssl_verify = modes[i].verify;
		return NULL;
	}
	return memory_copy("has an sslmode that is none of disable, require, verify-ca and "
			   "verify-full");
}

static char *take_parameter(struct connection *connection, const char *name, char **value)
{
	const struct {
		const char *name;
		char **place;
	} paths[] = {
		{ "socket", &connection->socket },
		{ "sslrootcert", &connection->ssl_ca },
		{ "sslcert", &connection->ssl_cert },
		{ "sslkey", &connection->ssl_key },
	};
	char *word, *why;

	if (strcmp(name, "sslmode") == 0)
		return take_ssl_mode(connection, *value);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		if (strcmp(paths[i].name, name) != 0)
			continue;
		free(*paths[i].place);
		*paths[i].place = give(value);
		return NULL;
	}
	word = document_quote(name);
	why = memory_format("has the parameter %s; known: socket, sslmode, sslrootcert, sslcert, "
			    "sslkey",
			    word);
	free(word);
	return why;
}

static char *take_parts(struct connection *connection, struct url *url, const char *directory)
{
	const char *kind = driver_of_scheme(url->scheme);
	char *why;

	if (!kind)
		return unknown_kind(url->scheme);
	connection->driver = memory_copy(kind);
	connection->module = memory_copy(driver_module(kind));
	if (driver_is_embedded(kind))
		return take_file(connection, url, directory);
	why = take_server(connection, url);
	for (size_t i = 0; !why && i < url->count; i++)
		why = take_parameter(connection, url->parameters[i].name,
				     &url->parameters[i].value);
	return why;
}

char *connection_take_url(struct connection *connection, const char *text, const char *directory,
			  char **shown)
{
	struct url url;
	const char *bad = url_parse(text, &url);
	char *why;

	*shown = NULL;
	if (bad)
		return memory_copy(bad);
	*shown = url_show(&url);
	why = take_parts(connection, &url, directory);
	url_finish(&url);
	return why;
}

const char *connection_url_variable(const struct config_request *request)
{
	const char *url = getenv("DATABASE_URL");

	return request->db || request->without_database || !url || !*url ? NULL : url;
}
