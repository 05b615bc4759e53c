#include "script/marker.h"

#include <string.h>

#include "base/memory.h"

struct words {
	const char *at;
	size_t length;
};

static const struct marker markers[] = {
	{ "migrate:up", MARKER_DBMATE, MARKER_UP, NULL },
	{ "migrate:down", MARKER_DBMATE, MARKER_DOWN, NULL },
	{ "+goose Up", MARKER_GOOSE, MARKER_UP, NULL },
	{ "+goose Down", MARKER_GOOSE, MARKER_DOWN, NULL },
	{ "+goose StatementBegin", MARKER_GOOSE, MARKER_BEGIN, NULL },
	{ "+goose StatementEnd", MARKER_GOOSE, MARKER_END, NULL },
	{ "+goose NO TRANSACTION", MARKER_GOOSE, MARKER_IGNORED, NULL },
	{ "+goose ENVSUB OFF", MARKER_GOOSE, MARKER_IGNORED, NULL },
	{ "+goose ENVSUB ON", MARKER_GOOSE, MARKER_REFUSED,
	  "variables of the environment are not put into SQL; write their values, or a migration "
	  "in C" },
};

/* What dbmate lets stand behind its markers. A transaction is begun or not as statements need. */
static const char *const options[] = { "transaction:false", "transaction:true" };

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct words trim(const char *at, size_t length)
{
	while (length && is_blank(at[length - 1]))
		length--;
	while (length && is_blank(*at))
		at++, length--;
	return (struct words){ at, length };
}

static bool begins_with(struct words words, const char *prefix)
{
	return words.length >= strlen(prefix) && memcmp(words.at, prefix, strlen(prefix)) == 0;
}

static bool is_option(struct words word)
{
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (word.length == strlen(options[i]) && begins_with(word, options[i]))
			return true;
	return false;
}

/* Blanks between the words of a marker may be more than one. */
static bool reads(struct words words, const char *wanted)
{
	size_t i = 0;

	while (*wanted && i < words.length) {
		if (*wanted == ' ' && is_blank(words.at[i])) {
			while (i < words.length && is_blank(words.at[i]))
				i++;
			wanted++;
		} else if (words.at[i++] != *wanted++) {
			return false;
		}
	}
	return !*wanted && i == words.length;
}

static struct words first_word(struct words words)
{
	size_t length = 0;

	while (length < words.length && !is_blank(words.at[length]))
		length++;
	return (struct words){ words.at, length };
}

static bool options_known(struct words rest)
{
	while ((rest = trim(rest.at, rest.length)).length) {
		struct words word = first_word(rest);

		if (!is_option(word))
			return false;
		rest = (struct words){ rest.at + word.length, rest.length - word.length };
	}
	return true;
}

static enum line_kind find(struct words words, const struct marker **marker, const char **why)
{
	struct words name = begins_with(words, "migrate:") ? first_word(words) : words;

	for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
		if (!reads(name, markers[i].words))
			continue;
		*marker = &markers[i];
		*why = "behind this marker only transaction:false or transaction:true may stand";
		return options_known(
			       (struct words){ words.at + name.length, words.length - name.length })
			       ? LINE_MARKER
			       : LINE_WRONG;
	}
	*why = *words.at == '+' ? "of goose's markers these are known: Up, Down, StatementBegin, "
				  "StatementEnd, NO TRANSACTION"
				: "of such markers these are known: migrate:up, migrate:down";
	return LINE_WRONG;
}

enum line_kind marker_read(const char *line, size_t length, const struct marker **marker,
			   const char **why)
{
	struct words words = trim(line, length);
	const bool indented = words.at != line;

	if (!words.length)
		return LINE_BLANK;
	if (!begins_with(words, "--"))
		return LINE_OTHER;
	words = trim(words.at + 2, words.length - 2);
	if (!begins_with(words, "migrate:") && !begins_with(words, "+goose"))
		return LINE_COMMENT;
	if (!indented)
		return find(words, marker, why);
	*why = "a marker begins its line; no blanks before it";
	return LINE_WRONG;
}

char *marker_remark(const char *line, size_t length, const char *key)
{
	struct words words = trim(line, length);

	words = trim(words.at + 2, words.length - 2);
	if (!begins_with(words, key))
		return NULL;
	words = trim(words.at + strlen(key), words.length - strlen(key));
	return words.length ? memory_copy_bytes(words.at, words.length) : NULL;
}
