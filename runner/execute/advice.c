#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/migration.h"

/* Whoever looks at the database knows more than the journal does. */
static void next_for_person(const struct migration *migration, struct error *error)
{
	error_next(error,
		   "if all of it is in the database: glim migration:repair %s --mark applied "
		   "--reason \"why\"",
		   migration->name);
	error_next(error,
		   "if none of it is: glim migration:repair %s --mark pending --reason \"why\"",
		   migration->name);
}

/* Not every failure is the plugin's. */
static const char *cure(const struct migration *migration)
{
	static const char *const cures[] = {
		[FAILURE_CONNECT] = "see to it that the database works, then",
		[FAILURE_AUTH] = "give the account the right that is missing, then",
		[FAILURE_READ_ONLY] = "see to it that the database takes writes, then",
		[FAILURE_REFUSED] = "set that right, then",
		[FAILURE_LOST] = "see to it that the database works, then",
		[FAILURE_CONFLICT] = "try again",
		[FAILURE_LOCK_WAIT] = "when the other transaction has ended",
		[FAILURE_FULL] = "make room, then",
		[FAILURE_FORGOTTEN] = "try again",
	};
	const enum failure_kind kind = migration->failure.kind;
	const char *known = kind < sizeof cures / sizeof *cures ? cures[kind] : NULL;

	if (reason_is_a_signal(migration))
		return "to go on";
	if (kind == FAILURE_CANCELLED && migration->failure.hint)
		return "allow it more time or fix the plugin, then";
	return known ? known : "fix the plugin, then";
}

static bool plugin_is_to_blame(const struct migration *migration)
{
	return strncmp(cure(migration), "fix", 3) == 0;
}

/* Its source as people are shown it (owned); NULL where it is not at hand. */
static char *source_of(const struct migration *migration)
{
	const struct execution *execution = migration->execution;
	char *source =
		execution->source_of && migration->item->entry
			? execution->source_of(execution->source_data, migration->item->entry)
			: NULL;
	char *shown = source ? output_path(source) : NULL;

	free(source);
	return shown;
}

/* Who has the source at hand is told to build it again. `behind` stands behind the command. */
static void next_after_cure(const struct migration *migration, const char *command,
			    const char *behind, struct error *error)
{
	char *source = plugin_is_to_blame(migration) ? source_of(migration) : NULL;

	if (source)
		error_next(error, "fix %s, then: glim migration:build && %s%s", source, command,
			   behind);
	else
		error_next(error, "%s: %s%s", cure(migration), command, behind);
	free(source);
}

/* A rollback is named: without a name it would undo all there is. */
static char *command_of(const struct migration *migration)
{
	return migration->direction == DIRECTION_RUN
		       ? memory_copy("glim migration:run")
		       : memory_format("glim migration:rollback --name %s", migration->name);
}

/* What is applied is undone by the plugin that ran, until a person says that another one may. */
static void next_after_rollback(const struct migration *migration, const char *command,
				struct error *error)
{
	char *source = source_of(migration);

	if (source)
		error_next(error, "fix rollback() in %s, then: glim migration:build", source);
	error_next(error, "%s: glim migration:repair %s --accept-checksum --reason \"why\"",
		   source ? "and" : "fix its rollback(), then", migration->name);
	error_next(error, "and then: %s", command);
	free(source);
}

static void next_after_undone(const struct migration *migration, const char *command,
			      struct error *error)
{
	if (migration->transaction.stays) {
		error_next(error, "undo by hand what it left, then: %s", command);
	} else if (migration->failure.kind == FAILURE_RECORD) {
		error_next(error, "see what the history says now: glim migration:status");
	} else if (error->code == ERROR_CANCELLED) {
		error_next(error, "to start again: %s", command);
	} else if (migration->direction == DIRECTION_RUN || migration->item->half_done ||
		   !plugin_is_to_blame(migration)) {
		next_after_cure(migration, command, "", error);
	} else {
		next_after_rollback(migration, command, error);
	}
}

static void next_to_resume(const struct migration *migration, const char *command,
			   struct error *error)
{
	char *resumes = memory_format("   (resumes at step %u)", migration->kept + 1);

	next_after_cure(migration, command, resumes, error);
	free(resumes);
}

void advice_add(const struct migration *migration, enum execution_after after, struct error *error)
{
	char *command = command_of(migration);

	if (after == AFTER_UNDONE)
		next_after_undone(migration, command, error);
	else if (migration->done_sql)
		error_next(error,
			   "deploy a plugin whose first steps are those that are done, then: %s",
			   command);
	else if (migration->for_person || migration->left_unseen)
		next_for_person(migration, error);
	else
		next_to_resume(migration, command, error);
	if (after != AFTER_UNDONE && migration->direction == DIRECTION_RUN &&
	    migration->record.reversible)
		error_next(error, "or undo it: glim migration:rollback --name %s%s",
			   migration->name,
			   migration->paged_rows
				   ? "   (its rollback() will meet rows that were never changed)"
				   : "");
	free(command);
}
