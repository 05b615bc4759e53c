#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/section.h"
#include "config/value.h"

/*
 * A list of words and not a text for a shell: nothing is split, expanded or quoted on the way, and
 * what varies reaches the command as JSON on its stdin. Who wants a shell names it.
 */
static bool refuse(struct reading *reading, const struct member *member)
{
	key_fail(reading, member, "must be a list of words: the program, then its arguments");
	error_next(reading->error, "[\"/usr/local/bin/backup\", \"--quick\"]");
	error_next(reading->error, "through a shell: [\"sh\", \"-c\", \"..\"]");
	return false;
}

static bool is_list(const struct node *node)
{
	const json_t *word;
	size_t i;

	if (!json_is_array(node->json) || json_array_size(node->json) == 0)
		return false;
	json_array_foreach(node->json, i, word)
	{
		if (!json_is_string(word) || (i == 0 && json_string_length(word) == 0) ||
		    strlen(json_string_value(word)) != json_string_length(word))
			return false;
	}
	return true;
}

static void take_words(struct hook *hook, const json_t *list)
{
	const size_t count = json_array_size(list);

	hook->words = memory_alloc((count + 1) * sizeof *hook->words);
	for (size_t i = 0; i < count; i++)
		hook->words[i] = memory_copy(json_string_value(json_array_get(list, i)));
}

static void note_words(struct reading *reading, const struct key *key, const struct member *member)
{
	struct text line = { 0 };
	const json_t *word;
	size_t i;

	json_array_foreach(member->value.json, i, word)
		text_print(&line, "%s%s", i ? " " : "", json_string_value(word));
	key_note(reading, key, member, text_get(&line));
	text_finish(&line);
}

/* A variable of the environment is the command's own business: its words can be seen by everyone.
 */
static bool read_hook(struct reading *reading, const struct key *key, const struct member *member,
		      void *target)
{
	struct hook *hook = (struct hook *)((char *)target + key->offset);

	if (!is_list(&member->value))
		return refuse(reading, member);
	take_words(hook, member->value.json);
	hook->place = document_place(reading->document, member->value.at);
	note_words(reading, key, member);
	return true;
}

const struct key hook_keys[] = {
	{ "before", read_hook, offsetof(struct config, hooks[HOOK_BEFORE]),
	  .also = " before_run pre beforemigrate " },
	{ "after", read_hook, offsetof(struct config, hooks[HOOK_AFTER]),
	  .also = " after_run post success aftermigrate " },
	{ "failure", read_hook, offsetof(struct config, hooks[HOOK_FAILURE]),
	  .also = " after_failure error on_failure fail " },
	{ "timeout", value_duration, offsetof(struct config, hook_timeout), .fallback = "60s" },
	{ 0 },
};

void hook_finish(struct hook *hook)
{
	for (size_t i = 0; hook->words && hook->words[i]; i++)
		free(hook->words[i]);
	free(hook->words);
	free(hook->place);
	*hook = (struct hook){ 0 };
}
