#include "lint/lint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "lint/words.h"

void findings_add(struct findings *findings, const char *rule, const char *format, ...)
{
	va_list args;

	findings->list = memory_grow_for(findings->list, findings->count, sizeof *findings->list);
	va_start(args, format);
	findings->list[findings->count++] =
		(struct finding){ rule, memory_format_list(format, args) };
	va_end(args);
}

void findings_finish(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		free(findings->list[i].sentence);
	free(findings->list);
	*findings = (struct findings){ 0 };
}

bool lint_makes(const struct lint_tables *tables, const char *table)
{
	for (size_t i = 0; i < tables->count; i++)
		if (strcasecmp(tables->names[i], table) == 0)
			return true;
	return false;
}

void lint_tables_finish(struct lint_tables *tables)
{
	for (size_t i = 0; i < tables->count; i++)
		free(tables->names[i]);
	free(tables->names);
	*tables = (struct lint_tables){ 0 };
}

static void note_made(struct lint_tables *tables, const char *table)
{
	tables->names = memory_grow_for(tables->names, tables->count, sizeof *tables->names);
	tables->names[tables->count++] = memory_copy(table);
}

/* CREATE [TEMPORARY] TABLE [IF NOT EXISTS] t */
static void read_create(const struct lint *lint, struct words words, struct findings *out)
{
	char *table;

	(void)out;
	words_skip(&words, "OR REPLACE");
	words_skip(&words, "TEMPORARY");
	words_skip(&words, "TEMP");
	if (!words_skip(&words, "TABLE"))
		return;
	words_skip(&words, "IF NOT EXISTS");
	table = words_name(&words);
	if (table && !lint_makes(lint->made, table))
		note_made(lint->made, table);
	free(table);
}

static void drop_tables(const struct lint *lint, struct words words, struct findings *out)
{
	words_skip(&words, "IF EXISTS");
	do {
		char *table = words_name(&words);

		if (table && !lint_makes(lint->made, table))
			findings_add(out, "drop-table", "%s and all its rows are gone", table);
		free(table);
	} while (words_symbol(&words, ','));
}

static void read_drop(const struct lint *lint, struct words words, struct findings *out)
{
	char *name;

	if (words_skip(&words, "TEMPORARY"))
		return;
	if (words_skip(&words, "TABLE")) {
		drop_tables(lint, words, out);
	} else if (words_skip(&words, "DATABASE") || words_skip(&words, "SCHEMA")) {
		words_skip(&words, "IF EXISTS");
		name = words_name(&words);
		findings_add(out, "drop-database", "%s and all that is in it are gone",
			     name ? name : "a database");
		free(name);
	}
}

static void read_truncate(const struct lint *lint, struct words words, struct findings *out)
{
	char *table;

	words_skip(&words, "TABLE");
	table = words_name(&words);
	if (table && !lint_makes(lint->made, table))
		findings_add(out, "truncate",
			     "all rows of %s are gone, and no rollback brings them", table);
	free(table);
}

static void read_delete(const struct lint *lint, struct words words, struct findings *out)
{
	char *table;

	if (!words_skip(&words, "FROM"))
		return;
	table = words_name(&words);
	if (table && !lint_makes(lint->made, table) && !words_has(words, "WHERE") &&
	    !words_has(words, "USING") && !words_has(words, "LIMIT"))
		findings_add(out, "delete-all", "all rows of %s are deleted", table);
	free(table);
}

static void read_update(const struct lint *lint, struct words words, struct findings *out)
{
	char *table = words_name(&words);

	if (table && !lint_makes(lint->made, table) && !words_has(words, "WHERE") &&
	    !words_has(words, "LIMIT"))
		findings_add(out, "update-all",
			     "all rows of %s are written, and locked until the transaction ends",
			     table);
	free(table);
}

/* RENAME TABLE a TO b, c TO d */
static void read_rename(const struct lint *lint, struct words words, struct findings *out)
{
	if (!words_skip(&words, "TABLE") && !words_skip(&words, "TABLES"))
		return;
	words_skip(&words, "IF EXISTS");
	do {
		char *from = words_name(&words), *to;

		words_skip(&words, "TO");
		to = words_name(&words);
		if (from && to && !lint_makes(lint->made, from))
			findings_add(out, "rename-table",
				     "programs that know the table as %s fail from then on", from);
		if (from && to && lint_makes(lint->made, from))
			note_made(lint->made, to);
		free(from);
		free(to);
	} while (words_symbol(&words, ','));
}

/* A new table under another name is still one that nobody knows. */
static void follow_rename(const struct lint *lint, struct words words)
{
	char *name = NULL;

	do
		if (words_skip(&words, "RENAME TO") || words_skip(&words, "RENAME AS"))
			name = words_name(&words);
	while (!name && words_next_item(&words));
	if (name && !lint_makes(lint->made, name))
		note_made(lint->made, name);
	free(name);
}

static void read_alter(const struct lint *lint, struct words words, struct findings *out)
{
	char *table;

	words_skip(&words, "ONLINE");
	words_skip(&words, "IGNORE");
	if (!words_skip(&words, "TABLE"))
		return;
	words_skip(&words, "IF EXISTS");
	words_skip(&words, "ONLY");
	table = words_name(&words);
	if (table && lint_makes(lint->made, table))
		follow_rename(lint, words);
	else if (table)
		lint_alter(lint, table, words, out);
	free(table);
}

/* The table that a statement writes to or changes, where that is all that it does. */
char *lint_target(const struct lexis *lexis, const char *sql)
{
	static const char *const openings[] = { "INSERT INTO",  "DELETE FROM",
						"UPDATE",       "CREATE TABLE IF NOT EXISTS",
						"CREATE TABLE", "ALTER TABLE" };
	struct words words = words_of(lexis, sql);

	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (words_skip(&words, openings[i]))
			return words_name(&words);
	return NULL;
}

static const struct {
	const char *word;
	void (*read)(const struct lint *, struct words, struct findings *);
} readers[] = {
	{ "CREATE", read_create }, { "DROP", read_drop },     { "TRUNCATE", read_truncate },
	{ "DELETE", read_delete }, { "UPDATE", read_update }, { "RENAME", read_rename },
	{ "ALTER", read_alter },
};

void lint_statement(const struct lint *lint, const char *sql, struct findings *out)
{
	struct words words = words_of(lint->lexis, sql);

	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (words_skip(&words, readers[i].word)) {
			readers[i].read(lint, words, out);
			return;
		}
}
