#include "config/key.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/line.h"

enum { KEYS_LIMIT = 32 };

static const char *const type_words[] = {
	[JSON_OBJECT] = "an object",
	[JSON_ARRAY] = "an array",
	[JSON_STRING] = "a text",
	[JSON_INTEGER] = "a number",
	[JSON_REAL] = "a number with a point",
	[JSON_TRUE] = "true",
	[JSON_FALSE] = "false",
	[JSON_NULL] = "null",
};

char *key_path(const struct reading *reading, const char *name)
{
	struct text path = { 0 };

	if (*reading->prefix)
		text_print(&path, "%s.", reading->prefix);
	text_add_safe(&path, name, strlen(name));
	return text_take(&path);
}

char *key_list(const char *const *words)
{
	struct text list = { 0 };

	for (; *words; words++)
		text_print(&list, "%s%s", list.length ? ", " : "", *words);
	return text_take(&list);
}

bool key_fail(struct reading *reading, const struct member *member, const char *format, ...)
{
	char *path = key_path(reading, member->key);
	char *what;
	va_list args;

	va_start(args, format);
	what = memory_format_list(format, args);
	va_end(args);
	document_fail(reading->document, member->value.at, reading->error, ERROR_CONFIG, "%s %s",
		      path, what);
	free(what);
	free(path);
	return false;
}

bool key_is(struct reading *reading, const struct member *member, json_type type,
	    const char *wanted)
{
	const json_type found = json_typeof(member->value.json);

	if (found == type)
		return true;
	return key_fail(reading, member, "must be %s, not %s", wanted, type_words[found]);
}

void key_note(struct reading *reading, const struct key *key, const struct member *member,
	      const char *value)
{
	char *path = key_path(reading, key->name);
	char *source = member->value.at ? document_place(reading->document, member->value.at)
					: memory_copy("default");
	char *full =
		memory_format("%s%s", source, reading->from_environment ? ", environment" : "");

	if (!*value)
		value = "(empty)";
	else if (key->is_secret)
		value = "********";
	line_add(reading->config, path, value, full);
	free(full);
	free(source);
	free(path);
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

/* By the words of other tools, or by spelling. */
static const char *suggest(const struct key *keys, const char *name)
{
	char *word = memory_format(" %s ", name);
	const char *names[KEYS_LIMIT];
	const char *found = NULL;
	size_t count = 0;

	for (; count < KEYS_LIMIT && keys[count].name; count++) {
		names[count] = keys[count].name;
		if (keys[count].also && strstr(keys[count].also, word))
			found = keys[count].name;
	}
	free(word);
	return found ? found : config_nearest(name, names, count);
}

static char *known_names(const struct key *keys)
{
	const char *names[KEYS_LIMIT + 1] = { NULL };

	for (size_t i = 0; i < KEYS_LIMIT && keys[i].name; i++)
		names[i] = keys[i].name;
	return key_list(names);
}

static bool fail_unknown(struct reading *reading, const struct key *keys,
			 const struct member *member)
{
	const char *near = suggest(keys, member->key);
	char *name = document_quote(member->key);
	char *known = known_names(keys);
	const char *where = *reading->prefix ? reading->prefix : reading->document->name;

	if (near)
		document_fail(reading->document, member->key_at, reading->error, ERROR_CONFIG,
			      "%s is not a known key of %s; did you mean \"%s\"?", name, where,
			      near);
	else
		document_fail(reading->document, member->key_at, reading->error, ERROR_CONFIG,
			      "%s is not a known key of %s", name, where);
	error_next(reading->error, "the keys known there: %s", known);
	free(known);
	free(name);
	return false;
}

static bool fail_missing(struct reading *reading, const struct key *key, struct node object)
{
	char *path = key_path(reading, key->name);

	document_fail(reading->document, object.at, reading->error, ERROR_CONFIG, "%s is missing",
		      path);
	free(path);
	return false;
}

/* What stands for a key that the object does not have. */
static bool read_absent(struct reading *reading, const struct key *key, struct node object,
			void *target)
{
	struct member member = { .key = key->name };
	bool ok;

	if (key->is_required)
		return fail_missing(reading, key, object);
	if (!key->is_section && !key->fallback) {
		if (key->absent)
			key_note(reading, key, &member, key->absent);
		return true;
	}
	member.value.json = key->is_section ? json_object() : json_string(key->fallback);
	ok = key->read(reading, key, &member, target);
	json_decref(member.value.json);
	return ok;
}

static const struct member *find_member(const struct member *members, size_t count,
					const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(members[i].key, name))
			return &members[i];
	return NULL;
}

static bool read_members(struct reading *reading, const struct key *keys, struct node object,
			 const struct member *members, size_t count, void *target)
{
	for (size_t i = 0; i < count; i++)
		if (!find_key(keys, members[i].key))
			return fail_unknown(reading, keys, &members[i]);
	for (; keys->name; keys++) {
		const struct member *member = find_member(members, count, keys->name);

		reading->is_open = false;
		reading->from_environment = false;
		if (member ? !keys->read(reading, keys, member, target)
			   : !read_absent(reading, keys, object, target))
			return false;
	}
	return true;
}

bool key_read_object(struct reading *reading, const char *prefix, const struct key *keys,
		     struct node object, void *target)
{
	const char *outer = reading->prefix;
	struct member *members;
	const size_t count = place_members(object, &members);
	bool ok;

	reading->prefix = prefix;
	ok = read_members(reading, keys, object, members, count, target);
	reading->prefix = outer;
	free(members);
	return ok;
}
