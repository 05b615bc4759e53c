#include "import/tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* dbmate: schema_migrations(version), a row for each. */
static void take_dbmate(const struct import_tool *tool, const void *row, struct foreign_list *list)
{
	char *dirty = foreign_cell(row, "dirty");

	(void)tool;
	if (dirty && !list->refusal) {
		list->refusal = memory_copy("schema_migrations has a column `dirty`, as "
					    "golang-migrate makes it");
		list->advice = "glim migration:import --from golang-migrate";
	}
	free(dirty);
	foreign_add(list, foreign_cell(row, "version"));
}

/*
 * goose: goose_db_version(id, version_id, is_applied, tstamp). Version 0 is its own; older versions
 * of it wrote a row with is_applied false for what was undone.
 */
static void take_goose(const struct import_tool *tool, const void *row, struct foreign_list *list)
{
	char *version = foreign_cell(row, "version_id");

	(void)tool;
	foreign_drop(list, version);
	if (version && strcmp(version, "0") != 0 && foreign_is_true(row, "is_applied"))
		foreign_add(list, version);
	else
		free(version);
}

/* golang-migrate: schema_migrations(version, dirty), one row; -1: nothing is applied. */
static void take_golang_migrate(const struct import_tool *tool, const void *row,
				struct foreign_list *list)
{
	char *version = foreign_cell(row, "version");

	if (version && foreign_is_true(row, "dirty") && !list->refusal) {
		list->refusal = memory_format("%s calls version %s dirty: it stopped half-way",
					      tool->name, version);
		list->advice = "bring it to an end, or back, with golang-migrate, then import";
	}
	if (version && version[0] != '-')
		foreign_add(list, version)->before_too = true;
	else
		free(version);
}

static bool begins_with(const char *text, const char *word)
{
	return text && strncmp(text, word, strlen(word)) == 0;
}

/*
 * Flyway: flyway_schema_history, by installed_rank. What has no version is repeatable; an undo or a
 * deletion takes back the row of that version; a baseline stands for all before it.
 */
static void take_flyway(const struct import_tool *tool, const void *row, struct foreign_list *list)
{
	char *version = foreign_cell(row, "version"), *type = foreign_cell(row, "type");
	const bool undone = begins_with(type, "UNDO") || begins_with(type, "DELETE");

	if (!foreign_is_true(row, "success") && !list->refusal) {
		list->refusal = memory_format("%s calls version %s failed", tool->name,
					      version ? version : "of a repeatable migration");
		list->advice = "mend it and let flyway repair its table, then import";
	}
	if (version && undone)
		foreign_drop(list, version);
	if (version && !undone) {
		struct foreign *foreign = foreign_add(list, memory_copy(version));

		foreign->before_too = begins_with(type, "BASELINE");
		foreign->script = foreign_cell(row, "script");
		foreign->description = foreign_cell(row, "description");
	}
	free(version);
	free(type);
}

/* Alembic: alembic_version(version_num), the heads only. */
static void take_alembic(const struct import_tool *tool, const void *row, struct foreign_list *list)
{
	char *version = foreign_cell(row, "version_num");

	(void)tool;
	if (version)
		foreign_add(list, version)->before_too = true;
}

static const struct import_tool tools[] = {
	{ "dbmate", "schema_migrations", take_dbmate },
	{ "goose", "goose_db_version", take_goose },
	{ "golang-migrate", "schema_migrations", take_golang_migrate },
	{ "flyway", "flyway_schema_history", take_flyway },
	{ "alembic", "alembic_version", take_alembic },
};

const char *const import_tool_names[] = { "dbmate", "goose",   "golang-migrate",
					  "flyway", "alembic", NULL };

const struct import_tool *import_tool_named(const char *name)
{
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		if (strcmp(tools[i].name, name) == 0)
			return &tools[i];
	return NULL;
}
