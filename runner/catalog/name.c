#include "catalog/catalog.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

enum { NAME_LIMIT = 255 };

static const bool name_characters[UCHAR_MAX + 1] = {
	['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['0' ... '9'] = true,
	['.'] = true,         ['_'] = true,         ['-'] = true,
};
static const char suffix[] = "Migration";

static size_t cut_number(const char *stem)
{
	size_t digits = 0;

	while (stem[digits] >= '0' && stem[digits] <= '9')
		digits++;
	return stem[digits] == '_' ? digits : 0;
}

static const char *name_behind(const char *stem, size_t number_length)
{
	return stem + number_length + (number_length ? 1 : 0);
}

static const char *name_problem(const char *stem, const char *name)
{
	const char *end = name;

	if (!*name)
		return "it has no name behind its number";
	if (*name == '.' || *name == '-')
		return "a name does not begin with a dot or a dash";
	while (name_characters[(unsigned char)*end])
		end++;
	if (*end)
		return "a name is made of letters, digits, dots, dashes and underscores";
	if ((size_t)(end - stem) + strlen(".so") > NAME_LIMIT)
		return "it is longer than 255 bytes";
	return NULL;
}

bool catalog_cut_name(const char *stem, size_t *number_length, const char **why)
{
	size_t length = cut_number(stem);
	const char *problem = name_problem(stem, name_behind(stem, length));

	if (number_length)
		*number_length = length;
	if (why)
		*why = problem;
	return !problem;
}

const char *catalog_sql_ending(const char *file)
{
	static const char *const endings[] = { ".sql.so", ".sql" };
	const size_t length = strlen(file);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		const size_t cut = strlen(endings[i]);

		if (length > cut && strcmp(file + length - cut, endings[i]) == 0)
			return file + length - cut;
	}
	return NULL;
}

size_t catalog_version(const char *stem)
{
	static const char digits[] = "0123456789";
	const char *at = stem;

	if (*at != 'V' && *at != 'B')
		return 0;
	do
		at += 1 + strspn(at + 1, digits);
	while (isdigit((unsigned char)at[-1]) && (*at == '.' || *at == '_') &&
	       isdigit((unsigned char)at[1]));
	return isdigit((unsigned char)at[-1]) && strncmp(at, "__", 2) == 0 ? (size_t)(at - stem - 1)
									   : 0;
}

static int compare_parts(const char **a, const char **b)
{
	size_t a_length, b_length;
	int order;

	*a += strspn(*a, "0");
	*b += strspn(*b, "0");
	a_length = strspn(*a, "0123456789");
	b_length = strspn(*b, "0123456789");
	order = a_length != b_length ? (a_length < b_length ? -1 : 1) : memcmp(*a, *b, a_length);
	*a += a_length;
	*b += b_length;
	*a += **a != '\0';
	*b += **b != '\0';
	return order;
}

int catalog_compare_numbers(const char *a, const char *b)
{
	int order = 0;

	while (!order && (*a || *b))
		order = compare_parts(&a, &b);
	return order;
}

int catalog_compare(const struct entry *a, const struct entry *b)
{
	int order;

	if (!*a->number != !*b->number)
		return *a->number ? -1 : 1;
	order = catalog_compare_numbers(a->number, b->number);
	return order ? order : strcmp(a->name, b->name);
}

static bool is_short_for(const char *asked, const char *name)
{
	size_t length = strlen(asked);

	return length && strncmp(asked, name, length) == 0 && strcmp(name + length, suffix) == 0;
}

const char *catalog_short_name(const char *name)
{
	const size_t version = catalog_version(name);
	const char *rest = version ? name + version + 2 : name + strspn(name, "0123456789");

	return rest != name && (*rest == '_' || *rest == '-') ? rest + 1 : rest;
}

bool catalog_behind_number(const char *asked, const char *name)
{
	const char *rest = catalog_short_name(name);

	return rest != name && strcmp(asked, rest) == 0;
}

bool catalog_name_matches(const char *asked, const char *name)
{
	return strcmp(asked, name) == 0 ||
	       strcmp(name_behind(asked, cut_number(asked)), name) == 0 ||
	       is_short_for(asked, name) || catalog_behind_number(asked, name);
}
