#include "command/command.h"

#include <stddef.h>
#include <string.h>

const struct command *const commands[] = {
	&command_init,
	&command_new,
	&command_build,
	&command_sync,
	&command_run,
	&command_rollback,
	&command_redo,
	&command_plan,
	&command_status,
	&command_validate,
	&command_repair,
	&command_baseline,
	&command_log,
	&command_config,
	&command_help,
	&command_version,
	NULL,
};

const struct command *command_find(const char *word)
{
	static const char prefix[] = "migration:";
	bool prefixed = strncmp(word, prefix, sizeof prefix - 1) == 0;
	const char *verb = prefixed ? word + sizeof prefix - 1 : word;

	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->verb, verb) == 0 && !(prefixed && commands[i]->bare))
			return commands[i];
	return NULL;
}
