#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/mysql_locate.h"

/* The quote is cut to some length by the server: the joint may not be there whole. */
static bool is_joint(const char *at, const char *end, const char *joint)
{
	const size_t there = (size_t)(end - at), whole = strlen(joint);

	return there && strncmp(at, joint, there < whole ? there : whole) == 0;
}

/* Does the quote begin at `from` with the last bytes of the statement, up to `to`? */
static bool ends_with(const char *sql, size_t length, const char *from, const char *to)
{
	const size_t quoted = (size_t)(to - from);

	return quoted <= length && memcmp(sql + length - quoted, from, quoted) == 0;
}

/* Where the quote that begins here leaves the statement; NULL: it does not. */
static const char *find_joint(const char *quote, const char *end, const char *sql, size_t length)
{
	/* Blanks in front of it are skipped where the statement ends too early. */
	if (is_joint(quote, end, &MYSQL_JOINT[1]))
		return quote;
	for (const char *at = quote; at < end; at++)
		if (is_joint(at, end, MYSQL_JOINT) && ends_with(sql, length, quote, at))
			return at;
	return NULL;
}

static size_t count_lines(const char *sql, size_t length)
{
	size_t lines = 1;

	for (size_t i = 0; i < length; i++)
		lines += sql[i] == '\n';
	return lines;
}

/* The line is the joint's where the quote begins with it. */
static void add_line(struct text *out, const char *behind, size_t lines)
{
	const size_t words = strcspn(behind, "0123456789");

	text_add_bytes(out, behind, words);
	if (behind[words])
		text_print(out, "%zu%s", lines,
			   behind + words + strspn(behind + words, "0123456789"));
}

char *mysql_trim_quote(const char *message, const char *sql, size_t length)
{
	const char *end = strrchr(message, '\''), *joint = NULL;
	struct text out = { 0 };

	for (const char *at = message; !joint && end && (at = strchr(at, '\'')) != end; at++) {
		joint = find_joint(at + 1, end, sql, length);
		if (!joint)
			continue;
		text_add_bytes(&out, message, (size_t)(joint - message));
		if (joint == at + 1)
			add_line(&out, end, count_lines(sql, length));
		else
			text_add(&out, end);
	}
	return joint ? text_take(&out) : memory_copy(message);
}
