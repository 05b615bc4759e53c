#include "dialect/postgresql_lint.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lint/words.h"

struct alter {
	const struct lint *lint;
	const char *table;
	struct findings *out;
};

static void rewrites(const struct alter *alter)
{
	findings_add(alter->out, "rewrites-table",
		     "%s is written anew, and nobody reads or writes it meanwhile", alter->table);
}

/* A text that may be longer from now on stays as it is. */
static bool keeps_rows(const struct alter *alter, const char *column, const char *type)
{
	struct lint_column now = { 0 };
	bool keeps;

	if (!alter->lint->column ||
	    !alter->lint->column(alter->lint->data, alter->table, column, &now))
		return false;
	keeps = strncasecmp(now.type, "character varying", 17) == 0 &&
		(lint_type_change(now.type, type) == TYPE_WIDER ||
		 lint_type_change(now.type, type) == TYPE_SAME);
	free(now.type);
	return keeps;
}

static void read_alter_column(const struct alter *alter, struct words words)
{
	char *column, *type;

	words_skip(&words, "COLUMN");
	column = words_name(&words);
	if (column && words_skip(&words, "SET NOT NULL")) {
		findings_add(alter->out, "blocks-table",
			     "every row of %s is looked at, and nobody reads or writes it "
			     "meanwhile, unless a valid CHECK says the same",
			     alter->table);
	} else if (column && (words_skip(&words, "TYPE") || words_skip(&words, "SET DATA TYPE"))) {
		type = words_item(words);
		if (!keeps_rows(alter, column, type))
			rewrites(alter);
		free(type);
	}
	free(column);
}

/* Each row gets a value of its own. */
static bool has_moving_default(struct words words)
{
	static const char *const phrases[] = { "SERIAL",          "BIGSERIAL", "SMALLSERIAL",
					       "IDENTITY",        "RANDOM",    "GEN_RANDOM_UUID",
					       "CLOCK_TIMESTAMP", "NEXTVAL",   "UUID_GENERATE_V4",
					       "STORED" };

	for (; scanner_peek(&words.scanner).kind != TOKEN_END; scanner_next(&words.scanner))
		for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
			if (token_is(scanner_peek(&words.scanner), phrases[i]))
				return true;
	return false;
}

static void read_add(const struct alter *alter, struct words words)
{
	char *item = words_item(words);
	const struct words whole = words_of(words.scanner.lexis, item);
	const bool constraint = words_skip(&words, "CONSTRAINT") || words_skip(&words, "CHECK") ||
				words_skip(&words, "FOREIGN");

	if (constraint && (words_has(whole, "CHECK") || words_has(whole, "FOREIGN")) &&
	    !words_has(whole, "VALID"))
		findings_add(alter->out, "blocks-table",
			     "every row of %s is looked at under a lock: add it NOT VALID, and "
			     "VALIDATE CONSTRAINT later",
			     alter->table);
	else if (!constraint && has_moving_default(whole))
		rewrites(alter);
	free(item);
}

static void read_set(const struct alter *alter, struct words words)
{
	if (words_skip(&words, "LOGGED") || words_skip(&words, "UNLOGGED") ||
	    words_skip(&words, "TABLESPACE"))
		rewrites(alter);
}

static void read_actions(const struct alter *alter, struct words words)
{
	do {
		struct words action = words;

		if (words_skip(&action, "ALTER"))
			read_alter_column(alter, action);
		else if (words_skip(&action, "ADD"))
			read_add(alter, action);
		else if (words_skip(&action, "SET"))
			read_set(alter, action);
	} while (words_next_item(&words));
}

static void read_alter(const struct lint *lint, struct words words, struct findings *out)
{
	struct alter alter = { .lint = lint, .out = out };
	char *table;

	words_skip(&words, "IF EXISTS");
	words_skip(&words, "ONLY");
	alter.table = table = words_name(&words);
	if (table && !lint_makes(lint->made, table))
		read_actions(&alter, words);
	free(table);
}

/* CREATE [UNIQUE] INDEX [CONCURRENTLY] [i] ON t */
static void read_create_index(const struct lint *lint, struct words words, struct findings *out)
{
	char *table;

	if (words_skip(&words, "CONCURRENTLY"))
		return;
	words_skip(&words, "IF NOT EXISTS");
	if (!words_skip(&words, "ON")) {
		free(words_name(&words));
		if (!words_skip(&words, "ON"))
			return;
	}
	words_skip(&words, "ONLY");
	table = words_name(&words);
	if (table && !lint_makes(lint->made, table))
		findings_add(out, "blocks-table",
			     "%s takes no writes until the index is built: CREATE INDEX "
			     "CONCURRENTLY lets them go on",
			     table);
	free(table);
}

void postgresql_lint(const struct lint *lint, const char *sql, struct findings *out)
{
	struct words words = words_of(lint->lexis, sql);

	if (words_skip(&words, "ALTER TABLE"))
		read_alter(lint, words, out);
	else if (words_skip(&words, "CREATE UNIQUE INDEX") || words_skip(&words, "CREATE INDEX"))
		read_create_index(lint, words, out);
	else if (words_skip(&words, "VACUUM FULL") || words_skip(&words, "CLUSTER"))
		findings_add(out, "rewrites-table",
			     "tables are written anew, and nobody reads or writes them meanwhile");
}
