#include "command/suggest.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "command/command.h"
#include "command/option_table.h"
#include "config/config.h"

struct foreign {
	const char *word, *ours;
};

enum { KNOWN = 64, PREFIX = sizeof "migration:" - 1 };

static const struct foreign foreign_commands[] = {
	{ "up", "migration:run" },
	{ "migrate", "migration:run" },
	{ "latest", "migration:run" },
	{ "upgrade", "migration:run" },
	{ "update", "migration:run" },
	{ "apply", "migration:run" },
	{ "deploy", "migration:run" },
	{ "goto", "migration:run --to NAME" },
	{ "plan", "migration:run --dry-run" },
	{ "down", "migration:rollback" },
	{ "undo", "migration:rollback" },
	{ "revert", "migration:rollback" },
	{ "downgrade", "migration:rollback" },
	{ "reset", "migration:rollback" },
	{ "info", "migration:status" },
	{ "list", "migration:status" },
	{ "ls", "migration:status" },
	{ "show", "migration:status" },
	{ "history", "migration:log" },
	{ "audit", "migration:log" },
	{ "current", "migration:status" },
	{ "pending", "migration:status --pending" },
	{ "verify", "migration:validate" },
	{ "check", "migration:validate" },
	{ "lint", "migration:validate" },
	{ "doctor", "migration:validate" },
	{ "force", "migration:repair" },
	{ "resolve", "migration:repair" },
	{ "fix", "migration:repair" },
	{ "stamp", "migration:baseline NAME" },
	{ "fake", "migration:baseline NAME" },
	{ "adopt", "migration:baseline NAME" },
	{ "refresh", "migration:redo" },
	{ "create", "migration:new" },
	{ "generate", "migration:new" },
	{ "make", "migration:new" },
	{ "add", "migration:new" },
	{ "compile", "migration:build" },
	{ "setup", "migration:init" },
	{ "install", "migration:init" },
	{ "settings", "config" },
	{ "man", "help" },
	{ NULL, NULL },
};

static const struct foreign foreign_options[] = {
	{ "steps", "count" },    { "step", "count" },      { "limit", "count" },
	{ "target", "to" },      { "until", "to" },        { "url", "db" },
	{ "database", "db" },    { "connection", "db" },   { "dir", "plugins" },
	{ "path", "plugins" },   { "silent", "quiet" },    { "force", "yes" },
	{ "dryrun", "dry-run" }, { "preview", "dry-run" }, { NULL, NULL },
};

static const char *translate(const struct foreign *words, const char *word)
{
	for (; words->word; words++)
		if (strcmp(words->word, word) == 0)
			return words->ours;
	return NULL;
}

/* The only known word that begins like this: abbreviations are refused, but understood. */
static const char *only_longer(const char *word, const char *const *known, size_t count)
{
	const char *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!*word || strncmp(known[i], word, strlen(word)) != 0)
			continue;
		if (found)
			return NULL;
		found = known[i];
	}
	return found;
}

static const char *nearest(const char *word, const char *const *known, size_t count)
{
	const char *longer = only_longer(word, known, count);

	return longer ? longer : config_nearest(word, known, count);
}

static const char *full_name(const char *verb)
{
	static char name[KNOWN];
	const struct command *command = command_find(verb);

	if (!command || command->bare)
		return verb;
	strcpy(name, "migration:");
	strncat(name, verb, sizeof name - PREFIX - 1);
	return name;
}

/* Behind whatever prefix was typed: "migraton:", "db:". */
const char *command_verb(const char *word)
{
	const char *colon = strrchr(word, ':');

	return colon ? colon + 1 : word;
}

const char *command_suggest(const char *word)
{
	const char *bare = command_verb(word);
	const char *meant = translate(foreign_commands, bare);
	const char *known[KNOWN];
	size_t count = 0;

	if (meant)
		return meant;
	for (; count < KNOWN && commands[count]; count++)
		known[count] = commands[count]->verb;
	meant = nearest(bare, known, count);
	return meant ? full_name(meant) : NULL;
}

const char *option_suggest(const char *name)
{
	const char *meant = translate(foreign_options, name);
	const char *known[KNOWN];

	if (meant)
		return meant;
	for (size_t i = 0; i < option_row_count && i < KNOWN; i++)
		known[i] = option_rows[i].name;
	return nearest(name, known, option_row_count);
}
