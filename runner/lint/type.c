#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lint/lint.h"

enum family {
	FAMILY_OTHER,
	FAMILY_INTEGER,
	FAMILY_REAL,
	FAMILY_DECIMAL,
	FAMILY_TEXT,
	FAMILY_BLOB,
	FAMILY_TIME,
	FAMILY_ENUM
};

/* `rank` orders the types of one family by what they hold. */
struct known_type {
	const char *word;
	enum family family;
	unsigned long rank; /* of texts: bytes or characters where no length is given */
};

static const struct known_type known_types[] = {
	{ "bool", FAMILY_INTEGER, 1 },
	{ "boolean", FAMILY_INTEGER, 1 },
	{ "tinyint", FAMILY_INTEGER, 1 },
	{ "smallint", FAMILY_INTEGER, 2 },
	{ "int2", FAMILY_INTEGER, 2 },
	{ "mediumint", FAMILY_INTEGER, 3 },
	{ "int", FAMILY_INTEGER, 4 },
	{ "int4", FAMILY_INTEGER, 4 },
	{ "integer", FAMILY_INTEGER, 4 },
	{ "bigint", FAMILY_INTEGER, 8 },
	{ "int8", FAMILY_INTEGER, 8 },
	{ "float", FAMILY_REAL, 4 },
	{ "real", FAMILY_REAL, 8 },
	{ "double", FAMILY_REAL, 8 },
	{ "decimal", FAMILY_DECIMAL, 10 },
	{ "numeric", FAMILY_DECIMAL, 10 },
	{ "char", FAMILY_TEXT, 1 },
	{ "character", FAMILY_TEXT, 1 },
	{ "varchar", FAMILY_TEXT, 1 },
	{ "tinytext", FAMILY_TEXT, 255 },
	{ "text", FAMILY_TEXT, 65535 },
	{ "mediumtext", FAMILY_TEXT, 16777215 },
	{ "longtext", FAMILY_TEXT, 4294967295UL },
	{ "json", FAMILY_TEXT, 4294967295UL },
	{ "binary", FAMILY_BLOB, 1 },
	{ "varbinary", FAMILY_BLOB, 1 },
	{ "tinyblob", FAMILY_BLOB, 255 },
	{ "blob", FAMILY_BLOB, 65535 },
	{ "mediumblob", FAMILY_BLOB, 16777215 },
	{ "longblob", FAMILY_BLOB, 4294967295UL },
	{ "date", FAMILY_TIME, 1 },
	{ "datetime", FAMILY_TIME, 2 },
	{ "timestamp", FAMILY_TIME, 2 },
	{ "enum", FAMILY_ENUM, 0 },
	{ "set", FAMILY_ENUM, 0 },
};

struct type {
	const struct known_type *known;
	unsigned long first, second; /* numbers in its parentheses */
	const char *list;            /* the parentheses, or NULL */
	size_t list_length;
	bool is_unsigned;
};

static const struct known_type *find(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof known_types / sizeof *known_types; i++)
		if (strlen(known_types[i].word) == length &&
		    strncasecmp(known_types[i].word, text, length) == 0)
			return &known_types[i];
	return NULL;
}

static void read_list(struct type *type, const char *at)
{
	char *after;

	type->list = at + 1;
	type->list_length = strcspn(at + 1, ")");
	type->first = strtoul(at + 1, &after, 10);
	after += strspn(after, " ");
	if (*after == ',')
		type->second = strtoul(after + 1, NULL, 10);
}

static struct type read_type(const char *text)
{
	struct type type = { 0 };
	size_t length = 0;

	text += strspn(text, " \t\r\n");
	while (isalnum((unsigned char)text[length]))
		length++;
	type.known = find(text, length);
	text += length;
	if (strncasecmp(text, " varying", 8) == 0 || strncasecmp(text, " precision", 10) == 0)
		text += strcspn(text + 1, " (") + 1;
	text += strspn(text, " \t\r\n");
	if (*text == '(')
		read_list(&type, text);
	text += *text == '(' ? strcspn(text, ")") : 0;
	type.is_unsigned = strncasecmp(text + strspn(text, ") "), "unsigned", 8) == 0;
	return type;
}

static unsigned long size_of(const struct type *type)
{
	return type->list && type->known->family != FAMILY_INTEGER ? type->first
								   : type->known->rank;
}

static enum type_change compare(unsigned long from, unsigned long to)
{
	return to == from ? TYPE_SAME : to > from ? TYPE_WIDER : TYPE_NARROWER;
}

static enum type_change compare_integers(const struct type *from, const struct type *to)
{
	if (from->is_unsigned == to->is_unsigned)
		return compare(from->known->rank, to->known->rank);
	return from->is_unsigned && to->known->rank > from->known->rank ? TYPE_WIDER
									: TYPE_NARROWER;
}

static enum type_change compare_decimals(const struct type *from, const struct type *to)
{
	const unsigned long from_whole = size_of(from) - from->second;
	const unsigned long to_whole = size_of(to) - to->second;

	if (to_whole < from_whole || to->second < from->second)
		return TYPE_NARROWER;
	return to_whole == from_whole && to->second == from->second ? TYPE_SAME : TYPE_WIDER;
}

/* Moves both to the first byte in which they differ; blanks outside of the texts do not count. */
static void skip_same(const char **a, const char *a_end, const char **b, const char *b_end)
{
	bool quoted = false;

	for (;;) {
		while (!quoted && *a < a_end && **a == ' ')
			++*a;
		while (!quoted && *b < b_end && **b == ' ')
			++*b;
		if (*a == a_end || *b == b_end || **a != **b)
			return;
		quoted ^= **a == '\'';
		++*a, ++*b;
	}
}

/* The same words in the same order, and more of them behind. */
static enum type_change compare_lists(const struct type *from, const struct type *to)
{
	const char *a = from->list, *b = to->list;

	if (strcasecmp(from->known->word, to->known->word) != 0 || !a || !b)
		return TYPE_OTHER;
	skip_same(&a, a + from->list_length, &b, b + to->list_length);
	if (a != from->list + from->list_length)
		return TYPE_NARROWER;
	return b == to->list + to->list_length ? TYPE_SAME : TYPE_WIDER;
}

static enum type_change compare_same(const struct type *from, const struct type *to)
{
	switch (from->known->family) {
	case FAMILY_INTEGER:
		return compare_integers(from, to);
	case FAMILY_DECIMAL:
		return compare_decimals(from, to);
	case FAMILY_ENUM:
		return compare_lists(from, to);
	case FAMILY_TIME:
		if (from->known->rank == to->known->rank)
			return compare(from->first, to->first);
		return compare(from->known->rank, to->known->rank);
	default:
		return compare(size_of(from), size_of(to));
	}
}

enum type_change lint_type_change(const char *from_text, const char *to_text)
{
	const struct type from = read_type(from_text), to = read_type(to_text);

	if (!from.known || !to.known || from.known->family != to.known->family)
		return TYPE_OTHER;
	return compare_same(&from, &to);
}
