#include "config/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "config/expand.h"
#include "config/file.h"

enum { PORT_LAST = 65535, COUNT_LAST = 1000000, MEMORY_LEAST = 16 << 20 };

static void *place_in(void *target, const struct key *key)
{
	return (char *)target + key->offset;
}

static const struct {
	const char *before, *after;
	bool names_variable;
} variable_faults[] = {
	[EXPAND_UNSET] = { "needs the environment variable ", ", which is not set", true },
	[EXPAND_NOT_UTF8] = { "needs the environment variable ", ", which is not UTF-8", true },
	[EXPAND_BAD_NAME] = { "has a ${..} that names no variable",
			      " (a literal ${ is written $${)", false },
	[EXPAND_UNFINISHED] = { "has a ${ without its }", " (a literal ${ is written $${)", false },
};

/* What names no variable is not shown: it may be a piece of a password. */
static void fail_variable(struct reading *reading, const struct key *key,
			  const struct member *member, enum expand_answer answer, const char *name)
{
	char *shown =
		variable_faults[answer].names_variable ? document_quote(name) : memory_copy("");

	key_fail(reading, member, "%s%s%s", variable_faults[answer].before, shown,
		 variable_faults[answer].after);
	if (key->is_secret)
		reading->error->code = ERROR_SECRET;
	free(shown);
}

static char *expand(struct reading *reading, const struct key *key, const struct member *member,
		    const char *raw)
{
	char *text = NULL, *variable = NULL;
	const enum expand_answer answer = expand_text(raw, &text, &variable);

	reading->from_environment = answer == EXPAND_TAKEN;
	if (!text)
		fail_variable(reading, key, member, answer, variable);
	free(variable);
	return text;
}

char *value_text(struct reading *reading, const struct key *key, const struct member *member)
{
	const char *raw;
	char *text;

	reading->is_open = reading->from_environment = false;
	if (!key_is(reading, member, JSON_STRING, "a text"))
		return NULL;
	raw = json_string_value(member->value.json);
	reading->is_open = !reading->expand && expand_needed(raw);
	text = reading->expand ? expand(reading, key, member, raw) : memory_copy(raw);
	if (text && !*text && (key->is_required || key->fallback)) {
		key_fail(reading, member, "is empty");
		free(text);
		return NULL;
	}
	return text;
}

bool value_is_choice(struct reading *reading, const struct key *key, const struct member *member,
		     const char *text)
{
	size_t count = 0;
	const char *near;
	char *word, *list;

	for (; key->choices[count]; count++)
		if (!strcmp(key->choices[count], text))
			return true;
	if (reading->is_open)
		return true;
	near = config_nearest(text, key->choices, count);
	word = document_quote(text);
	list = key_list(key->choices);
	key_fail(reading, member, "cannot be %s; %s%s%sknown: %s", word,
		 near ? "did you mean \"" : "", near ? near : "", near ? "\"? " : "", list);
	free(list);
	free(word);
	return false;
}

static bool store_text(struct reading *reading, const struct key *key, const struct member *member,
		       void *target, char *text)
{
	char **out = place_in(target, key);

	free(*out);
	*out = text;
	key_note(reading, key, member, text);
	return true;
}

bool value_string(struct reading *reading, const struct key *key, const struct member *member,
		  void *target)
{
	char *text = value_text(reading, key, member);

	if (!text)
		return false;
	if (key->choices && !value_is_choice(reading, key, member, text)) {
		free(text);
		return false;
	}
	return store_text(reading, key, member, target, text);
}

bool value_path(struct reading *reading, const struct key *key, const struct member *member,
		void *target)
{
	char *text = value_text(reading, key, member);
	char *path;

	if (!text)
		return false;
	if (!*text) {
		key_note(reading, key, member, text);
		free(text);
		return true;
	}
	if (!reading->expand)
		return store_text(reading, key, member, target, text);
	path = file_below(reading->config->directory, text);
	free(text);
	return store_text(reading, key, member, target, path);
}

bool value_switch(struct reading *reading, const struct key *key, const struct member *member,
		  void *target)
{
	char *text = value_text(reading, key, member);
	bool ok = text && value_is_choice(reading, key, member, text);

	if (ok) {
		*(bool *)place_in(target, key) = !strcmp(text, key->choices[1]);
		key_note(reading, key, member, text);
	}
	free(text);
	return ok;
}

bool value_boolean(struct reading *reading, const struct key *key, const struct member *member,
		   void *target)
{
	const json_t *json = member->value.json;

	if (!json_is_boolean(json))
		return key_is(reading, member, JSON_TRUE, "true or false");
	*(bool *)place_in(target, key) = json_is_true(json);
	key_note(reading, key, member, json_is_true(json) ? "true" : "false");
	return true;
}

static bool read_number(struct reading *reading, const struct key *key, const struct member *member,
			json_int_t most, json_int_t *out)
{
	char *text;

	if (!key_is(reading, member, JSON_INTEGER, "a number"))
		return false;
	*out = json_integer_value(member->value.json);
	if (*out < 1 || *out > most)
		return key_fail(reading, member,
				"must be from 1 to %" JSON_INTEGER_FORMAT
				", not %" JSON_INTEGER_FORMAT,
				most, *out);
	text = memory_format("%" JSON_INTEGER_FORMAT, *out);
	key_note(reading, key, member, text);
	free(text);
	return true;
}

bool value_port(struct reading *reading, const struct key *key, const struct member *member,
		void *target)
{
	json_int_t port;

	if (!read_number(reading, key, member, PORT_LAST, &port))
		return false;
	*(int *)place_in(target, key) = (int)port;
	return true;
}

bool value_count(struct reading *reading, const struct key *key, const struct member *member,
		 void *target)
{
	json_int_t count;

	if (!read_number(reading, key, member, COUNT_LAST, &count))
		return false;
	*(uint32_t *)place_in(target, key) = (uint32_t)count;
	return true;
}

/* A text or a bare number, as a text. */
static char *amount_text(struct reading *reading, const struct key *key,
			 const struct member *member, const char *wanted)
{
	const json_t *json = member->value.json;

	if (json_is_integer(json))
		return memory_format("%" JSON_INTEGER_FORMAT, json_integer_value(json));
	if (json_is_string(json))
		return value_text(reading, key, member);
	key_is(reading, member, JSON_STRING, wanted);
	return NULL;
}

static bool fail_amount(struct reading *reading, const struct member *member, const char *text,
			const char *wanted)
{
	char *word = document_quote(text);

	key_fail(reading, member, "cannot be %s: write %s", word, wanted);
	free(word);
	return false;
}

bool value_duration(struct reading *reading, const struct key *key, const struct member *member,
		    void *target)
{
	char *text = amount_text(reading, key, member, "a time such as \"60s\"");
	bool ok = text && (reading->is_open || config_duration(text, place_in(target, key)));

	if (ok)
		key_note(reading, key, member, text);
	else if (text)
		fail_amount(reading, member, text,
			    "a time such as \"500ms\", \"60s\" or \"5 min\"");
	free(text);
	return ok;
}

bool value_size(struct reading *reading, const struct key *key, const struct member *member,
		void *target)
{
	static const char wanted[] = "at least 16 MiB, such as \"512M\" or \"2 GiB\", or 0";
	char *text = amount_text(reading, key, member, "a size such as \"512M\"");
	uint64_t *out = place_in(target, key);
	bool ok = text &&
		  (reading->is_open || (config_size(text, out) && (!*out || *out >= MEMORY_LEAST)));

	if (ok)
		key_note(reading, key, member, text);
	else if (text)
		fail_amount(reading, member, text, wanted);
	free(text);
	return ok;
}

bool value_object(struct reading *reading, const struct key *key, const struct member *member,
		  void *target)
{
	char *prefix;
	bool ok;

	if (!key_is(reading, member, JSON_OBJECT, "an object"))
		return false;
	prefix = key_path(reading, key->name);
	ok = key_read_object(reading, prefix, key->keys, member->value, target);
	free(prefix);
	return ok;
}
