#include "command/consent.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "interrupt/interrupt.h"

static const char *base_name(const char *schema)
{
	const char *slash = strrchr(schema, '/');

	return slash ? slash + 1 : schema;
}

/* Ctrl-C at a question is no answer to it. */
static bool refuse(struct error *error, const char *state)
{
	if (interrupt_signal()) {
		error_set(error, ERROR_CANCELLED, "cancelled");
		error->exit_code = 128 + interrupt_signal();
	} else {
		error_set(error, ERROR_PROTECTED, "not confirmed");
	}
	error_line(&error->state, "%s", state);
	return false;
}

static void keep_alive(void *data)
{
	database_idle(data);
}

void consent_keep_alive(struct options *options, struct database *db)
{
	options->output.idle = db ? keep_alive : NULL;
	options->output.idle_data = db;
}

bool consent_protected(struct options *options, const struct connection *connection,
		       const char *schema, struct error *error)
{
	const char *name = base_name(schema);
	char *typed, *question;
	bool same;

	if (!connection->is_protected)
		return true;
	question = memory_format("%s is protected. Type the name of the database to go on: ",
				 connection->alias);
	typed = options->confirm ? memory_copy(options->confirm)
				 : output_ask(&options->output, options->no_input, question);
	same = typed && strcmp(typed, name) == 0;
	free(question);
	free(typed);
	if (same)
		return true;
	if (interrupt_signal())
		return refuse(error, "nothing was changed");
	error_set(error, ERROR_PROTECTED, "%s is protected: this needs the name of its database",
		  connection->alias);
	error_line(&error->at, "%s", connection->place);
	error_line(&error->state, "nothing was changed");
	error_next(error, "if you mean this database: add --confirm %s", name);
	return false;
}

static bool is_yes(const char *typed)
{
	return typed && (strcmp(typed, "y") == 0 || strcmp(typed, "yes") == 0 ||
			 strcmp(typed, "Y") == 0 || strcmp(typed, "YES") == 0);
}

bool consent_rollback(struct options *options, const struct plan *plan, struct error *error)
{
	struct text question = { 0 };
	char *typed;
	bool yes;

	if (options->yes || options->name || plan->count < 2)
		return true;
	text_print(&question, "this rolls back %zu migrations, newest first:\n", plan->count);
	for (size_t i = 0; i < plan->count; i++)
		text_print(&question, "  %s\n", plan->items[i].record->name);
	text_add(&question, "go on? [y/N] ");
	typed = output_ask(&options->output, options->no_input, text_get(&question));
	yes = !typed || is_yes(typed);
	text_finish(&question);
	free(typed);
	if (yes)
		return true;
	refuse(error, "nothing was undone");
	error_next(error, "undo the newest only: glim migration:rollback --count 1");
	return false;
}

bool consent_edit(struct options *options, const char *what, struct error *error)
{
	char *question, *typed;
	bool yes;

	if (options->yes)
		return true;
	question = memory_format("%s; nothing is run\ngo on? [y/N] ", what);
	typed = output_ask(&options->output, options->no_input, question);
	yes = !typed || is_yes(typed);
	free(question);
	free(typed);
	if (yes)
		return true;
	return refuse(error, "nothing was changed");
}

void consent_remember(struct agreement *agreement, const struct plan *plan)
{
	agreement->names = memory_alloc(plan->count * sizeof *agreement->names);
	for (size_t i = 0; i < plan->count; i++)
		agreement->names[agreement->count++] = memory_copy(plan->items[i].record->name);
}

static bool was_seen(const struct agreement *agreement, const char *name)
{
	for (size_t i = 0; i < agreement->count; i++)
		if (strcmp(agreement->names[i], name) == 0)
			return true;
	return false;
}

bool consent_holds(const struct agreement *agreement, const struct plan *plan, struct error *error)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (was_seen(agreement, plan->items[i].record->name))
			continue;
		error_set(error, ERROR_HISTORY,
			  "another run changed the history meanwhile: this would now roll back %s",
			  plan->items[i].record->name);
		error_line(&error->state, "nothing was undone");
		error_next(error, "look again: glim migration:status");
		return false;
	}
	return true;
}

void consent_finish(struct agreement *agreement)
{
	for (size_t i = 0; i < agreement->count; i++)
		free(agreement->names[i]);
	free(agreement->names);
	*agreement = (struct agreement){ 0 };
}
