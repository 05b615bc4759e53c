/* Any text as a connection's URL: its parts or what is wrong, and never a password in what is
 * shown. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/connection_url.h"
#include "config/section.h"
#include "config/url.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* With any other password it shows the same. */
static void hides_password(struct url *url)
{
	static char other[] = "another";
	char *shown = url_show(url), *password = url->password, *without;

	url->password = password ? other : NULL;
	without = url_show(url);
	url->password = password;
	require(is_same(shown, without));
	free(shown);
	free(without);
}

static void is_whole(const struct url *url)
{
	require(url->scheme && *url->scheme && url->port >= 0 && url->port <= 65535);
	require(url->count <= URL_PARAMETERS && (!url->password || url->user));
	for (size_t i = 0; i < url->count; i++)
		require(url->parameters[i].name && url->parameters[i].value);
}

static void parse(const char *text)
{
	struct url url;
	const char *why = url_parse(text, &url);

	if (why) {
		require(*why && !url.scheme && !url.password);
		return;
	}
	is_whole(&url);
	hides_password(&url);
	url_finish(&url);
}

static void connect(const char *text)
{
	struct connection connection = { 0 };
	char *shown, *why = connection_take_url(&connection, text, "/srv", &shown);

	require(why ? *why != '\0' : connection.driver && connection.module && connection.schema);
	require(why || *connection.schema);
	free(why);
	free(shown);
	connection_finish(&connection);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *text = memory_copy_bytes(data, size);

	parse(text);
	connect(text);
	free(text);
	return 0;
}
