#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/tool.h"

enum found { FOUND_NONE, FOUND_ONE, FOUND_MANY };

/* Without leading zeros: 00012 is 12 wherever it is kept as a number. */
static const char *significant(const char *digits)
{
	while (*digits == '0' && isdigit((unsigned char)digits[1]))
		digits++;
	return digits;
}

static bool is_number(const char *version)
{
	return *version && version[strspn(version, "0123456789")] == '\0';
}

/* The digits with which the plugin's file begins, up to an underscore or its end. */
static bool has_number(const struct entry *entry, const struct foreign *foreign)
{
	const char *stem = entry->stem, *wanted = significant(foreign->version);
	const size_t digits = strspn(stem, "0123456789");
	const char *own = significant(stem);

	return is_number(foreign->version) && digits && (stem[digits] == '_' || !stem[digits]) &&
	       strlen(wanted) == (size_t)(stem + digits - own) &&
	       strncmp(own, wanted, strlen(wanted)) == 0;
}

/* "db/V2__Add_user.sql" is the plugin V2__Add_user. */
static bool has_stem(const struct entry *entry, const struct foreign *foreign)
{
	const char *slash = foreign->script ? strrchr(foreign->script, '/') : NULL;
	const char *file = slash ? slash + 1 : foreign->script;
	const size_t length = file ? strcspn(file, ".") : 0;
	const char *dot = file ? strrchr(file, '.') : NULL;
	const size_t whole = dot ? (size_t)(dot - file) : length;

	return whole && strlen(entry->stem) == whole && strncmp(entry->stem, file, whole) == 0;
}

static const char *next_letter(const char *at)
{
	while (*at && !isalnum((unsigned char)*at))
		at++;
	return at;
}

/* "Add user" is AddUser and add_user, with "Migration" behind it or not. */
static bool same_words(const char *a, const char *b)
{
	for (a = next_letter(a), b = next_letter(b); *a && *b;
	     a = next_letter(a + 1), b = next_letter(b + 1))
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
	return !*a && (!*b || strcasecmp(b, "Migration") == 0);
}

static bool has_words(const struct entry *entry, const struct foreign *foreign)
{
	return foreign->description && next_letter(foreign->description)[0] &&
	       same_words(foreign->description, entry->name);
}

/* A revision that is no number: before the first underscore, or behind the last. */
static bool has_revision(const struct entry *entry, const struct foreign *foreign)
{
	const size_t length = strlen(foreign->version), whole = strlen(entry->stem);

	if (!length || is_number(foreign->version) || whole < length)
		return false;
	if (strncmp(entry->stem, foreign->version, length) == 0 &&
	    (entry->stem[length] == '_' || whole == length))
		return true;
	return whole > length && strcmp(entry->stem + whole - length, foreign->version) == 0 &&
	       entry->stem[whole - length - 1] == '_';
}

/* Flyway's "V1_2__Name": what follows the V, or NULL. */
static const char *version_in(const struct entry *entry)
{
	return catalog_version(entry->stem) ? entry->number : NULL;
}

static bool has_version(const struct entry *entry, const struct foreign *foreign)
{
	const char *version = version_in(entry);

	return version && isdigit((unsigned char)foreign->version[0]) &&
	       catalog_compare_numbers(version, foreign->version) == 0;
}

/* By its version where it has one: what is covered need not be there. */
bool foreign_covers(const struct foreign *foreign, const struct entry *entry)
{
	const char *version = version_in(entry);

	if (entry == foreign->entry)
		return true;
	if (!foreign->before_too)
		return false;
	if (version && isdigit((unsigned char)foreign->version[0]))
		return catalog_compare_numbers(version, foreign->version) <= 0;
	return foreign->entry && entry < foreign->entry;
}

static enum found find(const struct catalog *catalog, struct foreign *foreign,
		       bool (*is)(const struct entry *, const struct foreign *))
{
	enum found found = FOUND_NONE;

	for (size_t i = 0; i < catalog->count; i++) {
		if (!is(&catalog->entries[i], foreign))
			continue;
		if (found != FOUND_NONE)
			return FOUND_MANY;
		foreign->entry = &catalog->entries[i];
		found = FOUND_ONE;
	}
	return found;
}

/* Each way in turn; what two plugins have in common says nothing. */
static void match(struct foreign *foreign, const struct catalog *catalog)
{
	static bool (*const ways[])(const struct entry *, const struct foreign *) = {
		has_stem, has_version, has_revision, has_number, has_words,
	};
	bool many = false;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		const enum found found = find(catalog, foreign, ways[i]);

		if (found == FOUND_ONE)
			return;
		many |= found == FOUND_MANY;
		foreign->entry = NULL;
	}
	foreign->why =
		many ? "several plugins have that number" : "no plugin has that number or name";
}

void foreign_match(struct foreign_list *list, const struct catalog *catalog)
{
	for (size_t i = 0; i < list->count; i++)
		match(&list->items[i], catalog);
}
