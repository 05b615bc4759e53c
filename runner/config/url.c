#include "config/url.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* NULL: a % without two digits behind it, or a NUL byte. */
static char *decode(const char *from, size_t length)
{
	struct text out = { 0 };

	for (size_t i = 0; i < length; i++) {
		int high, low;

		if (from[i] != '%') {
			text_add_char(&out, from[i]);
			continue;
		}
		high = i + 2 < length ? digit_of(from[i + 1]) : -1;
		low = i + 2 < length ? digit_of(from[i + 2]) : -1;
		if (high < 0 || low < 0 || high + low == 0) {
			text_finish(&out);
			return NULL;
		}
		text_add_char(&out, (char)(high * 16 + low));
		i += 2;
	}
	return text_take(&out);
}

static const char bad_escape[] =
	"has a % that is not followed by two hexadecimal digits (a literal "
	"% is written %25)";

static const char *take(char **out, const char *from, size_t length)
{
	*out = decode(from, length);
	return *out ? NULL : bad_escape;
}

/* "ana:secret" */
static const char *take_account(struct url *url, const char *from, size_t length)
{
	const char *colon = memchr(from, ':', length);
	const size_t name = colon ? (size_t)(colon - from) : length;
	const char *why = take(&url->user, from, name);

	return why || !colon ? why : take(&url->password, colon + 1, length - name - 1);
}

static const char *take_port(struct url *url, const char *from, size_t length)
{
	long port = 0;

	for (size_t i = 0; i < length && port <= 65535; i++) {
		if (from[i] < '0' || from[i] > '9')
			return "has a port that is no number";
		port = port * 10 + from[i] - '0';
	}
	if (length && (port < 1 || port > 65535))
		return "has a port that is not from 1 to 65535";
	url->port = (int)port;
	return NULL;
}

/* "db1:3306", "[::1]:3306" */
static const char *take_host(struct url *url, const char *from, size_t length)
{
	const char *end = from + length, *colon = memchr(from, ':', length);
	const char *why;

	if (length && *from == '[') {
		const char *bracket = memchr(from, ']', length);

		if (!bracket || (bracket + 1 < end && bracket[1] != ':'))
			return "has a [ without its ] in the host";
		colon = bracket + 1 < end ? bracket + 1 : NULL;
		why = take(&url->host, from + 1, (size_t)(bracket - from) - 1);
	} else {
		why = take(&url->host, from, colon ? (size_t)(colon - from) : length);
	}
	return why || !colon ? why : take_port(url, colon + 1, (size_t)(end - colon) - 1);
}

/* An @ in a password should be %40, and often is not: the last one counts. */
static const char *take_authority(struct url *url, const char *from, size_t length)
{
	const char *at = memrchr(from, '@', length);
	const char *why = at ? take_account(url, from, (size_t)(at - from)) : NULL;
	const char *host = at ? at + 1 : from;

	return why ? why : take_host(url, host, length - (size_t)(host - from));
}

static const char *take_parameter(struct url *url, const char *from, size_t length)
{
	const char *equals = memchr(from, '=', length);
	const char *why;

	if (!equals)
		return "has a parameter without a value behind its ?";
	if (url->count == URL_PARAMETERS)
		return "has too many parameters behind its ?";
	why = take(&url->parameters[url->count].name, from, (size_t)(equals - from));
	if (!why)
		why = take(&url->parameters[url->count].value, equals + 1,
			   length - (size_t)(equals - from) - 1);
	url->count++;
	return why;
}

static const char *take_parameters(struct url *url, const char *from)
{
	const char *why = NULL;

	while (!why && *from) {
		const size_t length = strcspn(from, "&");

		if (length)
			why = take_parameter(url, from, length);
		from += length + (from[length] == '&');
	}
	return why;
}

static const char *take_scheme(struct url *url, const char *text, const char **rest)
{
	const size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	if (!length || text[length] != ':')
		return "does not begin with a kind of database and a colon, as in "
		       "DRIVER://ana@db1/shop";
	url->scheme = memory_copy_bytes(text, length);
	for (char *at = url->scheme; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	*rest = text + length + 1;
	return NULL;
}

static const char *take_rest(struct url *url, const char *text)
{
	const bool has_host = strncmp(text, "//", 2) == 0;
	const char *why = NULL;
	size_t length;

	if (has_host) {
		text += 2;
		length = strcspn(text, "/?#");
		why = take_authority(url, text, length);
		text += length;
	}
	length = strcspn(text, "?#");
	if (!why && length)
		why = take(&url->path, text, length);
	text += length;
	return !why && *text == '?' ? take_parameters(url, text + 1) : why;
}

const char *url_parse(const char *text, struct url *out)
{
	const char *rest = text;
	const char *why;

	*out = (struct url){ 0 };
	why = take_scheme(out, text, &rest);
	if (!why)
		why = take_rest(out, rest);
	if (why)
		url_finish(out);
	return why;
}

void url_finish(struct url *url)
{
	if (url->password)
		explicit_bzero(url->password, strlen(url->password));
	free(url->scheme);
	free(url->user);
	free(url->password);
	free(url->host);
	free(url->path);
	for (size_t i = 0; i < url->count; i++) {
		free(url->parameters[i].name);
		free(url->parameters[i].value);
	}
	*url = (struct url){ 0 };
}

char *url_show(const struct url *url)
{
	const bool is_address = url->host && strchr(url->host, ':');
	struct text out = { 0 };

	text_print(&out, "%s:", url->scheme);
	if (url->host)
		text_print(&out, "//%s%s%s%s%s%s", url->user ? url->user : "",
			   url->password ? ":********" : "", url->user ? "@" : "",
			   is_address ? "[" : "", url->host, is_address ? "]" : "");
	if (url->port)
		text_print(&out, ":%d", url->port);
	if (url->path)
		text_add(&out, url->path);
	for (size_t i = 0; i < url->count; i++)
		text_print(&out, "%c%s=%s", i ? '&' : '?', url->parameters[i].name,
			   url->parameters[i].value ? url->parameters[i].value : "");
	return text_take(&out);
}
