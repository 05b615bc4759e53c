#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lint/lint.h"
#include "lint/words.h"

struct alter {
	const struct lint *lint;
	const char *table;
	struct findings *out;
};

static bool is_one_of(struct words *words, const char *const *phrases)
{
	for (; *phrases; phrases++)
		if (words_skip(words, *phrases))
			return true;
	return false;
}

static bool look_up(const struct alter *alter, const char *column, struct lint_column *now)
{
	const struct lint *lint = alter->lint;

	*now = (struct lint_column){ 0 };
	return lint->column && lint->column(lint->data, alter->table, column, now);
}

static void judge_type(const struct alter *alter, const char *column, const char *type)
{
	struct lint_column now;
	enum type_change change;

	if (!look_up(alter, column, &now))
		return;
	change = lint_type_change(now.type, type);
	if (change == TYPE_NARROWER)
		findings_add(alter->out, "narrower-type",
			     "%s.%s becomes narrower, from %s: values may be cut or refused",
			     alter->table, column, now.type);
	else if (change == TYPE_OTHER)
		findings_add(alter->out, "other-type",
			     "%s.%s gets another type, from %s: values may be changed or refused",
			     alter->table, column, now.type);
	free(now.type);
}

static void judge_null(const struct alter *alter, const char *column)
{
	struct lint_column now;
	const bool known = look_up(alter, column, &now);

	free(now.type);
	if (known && !now.nullable)
		return;
	findings_add(
		alter->out, "not-null",
		"%s.%s takes no NULL from then on: rows that have one fail, and so do programs "
		"that write one",
		alter->table, column);
}

static bool refuses_null(struct words words)
{
	while (scanner_peek(&words.scanner).kind != TOKEN_END) {
		if (words_skip(&words, "NOT NULL"))
			return true;
		scanner_next(&words.scanner);
	}
	return false;
}

static bool has_value_of_its_own(struct words words)
{
	static const char *const phrases[] = { "DEFAULT",   "AUTO_INCREMENT", "AS",
					       "GENERATED", "SERIAL",         NULL };

	while (scanner_peek(&words.scanner).kind != TOKEN_END) {
		if (is_one_of(&words, phrases))
			return true;
		scanner_next(&words.scanner);
	}
	return false;
}

static void read_new_column(const struct alter *alter, struct words words)
{
	char *column = words_name(&words), *item = words_item(words);
	struct words rest = words_of(words.scanner.lexis, item);

	if (column && refuses_null(rest) && !has_value_of_its_own(rest))
		findings_add(alter->out, "not-null-without-default",
			     "%s.%s has no default: programs that do not know it cannot insert",
			     alter->table, column);
	free(item);
	free(column);
}

static void read_add(const struct alter *alter, struct words words)
{
	static const char *const others[] = { "INDEX",   "KEY",       "UNIQUE",  "PRIMARY",
					      "FOREIGN", "FULLTEXT",  "SPATIAL", "CONSTRAINT",
					      "CHECK",   "PARTITION", "PERIOD",  "SYSTEM",
					      NULL };

	if (is_one_of(&words, others))
		return;
	words_skip(&words, "COLUMN");
	words_skip(&words, "IF NOT EXISTS");
	if (!words_symbol(&words, '(')) {
		read_new_column(alter, words);
		return;
	}
	do
		read_new_column(alter, words);
	while (words_next_item(&words));
}

static void read_drop(const struct alter *alter, struct words words)
{
	static const char *const others[] = { "INDEX", "KEY",    "PRIMARY", "FOREIGN", "CONSTRAINT",
					      "CHECK", "PERIOD", "SYSTEM",  NULL };
	char *name;

	if (is_one_of(&words, others))
		return;
	if (words_skip(&words, "PARTITION")) {
		findings_add(alter->out, "drop-partition", "rows of %s are gone", alter->table);
		return;
	}
	words_skip(&words, "COLUMN");
	words_skip(&words, "IF EXISTS");
	name = words_name(&words);
	if (name)
		findings_add(alter->out, "drop-column",
			     "%s.%s and what it holds are gone; programs that know it fail",
			     alter->table, name);
	free(name);
}

static void renames_column(const struct alter *alter, const char *column)
{
	findings_add(alter->out, "rename-column",
		     "programs that know the column as %s.%s fail from then on", alter->table,
		     column);
}

static void read_rename(const struct alter *alter, struct words words)
{
	static const char *const others[] = { "INDEX", "KEY", "CONSTRAINT", NULL };
	const bool column = words_skip(&words, "COLUMN");
	char *name;

	if (!column && is_one_of(&words, others))
		return;
	words_skip(&words, "IF EXISTS");
	if (column || !(words_skip(&words, "TO") || words_skip(&words, "AS"))) {
		name = words_name(&words);
		if (name && (column || words_skip(&words, "TO")))
			renames_column(alter, name);
		else if (name)
			findings_add(alter->out, "rename-table",
				     "programs that know the table as %s fail from then on",
				     alter->table);
		free(name);
		return;
	}
	findings_add(alter->out, "rename-table",
		     "programs that know the table as %s fail from then on", alter->table);
}

/* What MODIFY and CHANGE say behind the name. */
static void read_definition(const struct alter *alter, const char *column, struct words words)
{
	char *item = words_item(words);

	judge_type(alter, column, item);
	if (refuses_null(words_of(words.scanner.lexis, item)))
		judge_null(alter, column);
	free(item);
}

static void read_modify(const struct alter *alter, struct words words)
{
	char *column;

	words_skip(&words, "COLUMN");
	words_skip(&words, "IF EXISTS");
	column = words_name(&words);
	if (column)
		read_definition(alter, column, words);
	free(column);
}

static void read_change(const struct alter *alter, struct words words)
{
	char *from, *to;

	words_skip(&words, "COLUMN");
	words_skip(&words, "IF EXISTS");
	from = words_name(&words);
	to = words_name(&words);
	if (from && to && strcasecmp(from, to) != 0)
		renames_column(alter, from);
	if (from && to)
		read_definition(alter, from, words);
	free(from);
	free(to);
}

static void read_alter_column(const struct alter *alter, struct words words)
{
	char *column, *item;

	words_skip(&words, "COLUMN");
	column = words_name(&words);
	if (column && words_skip(&words, "SET NOT NULL"))
		judge_null(alter, column);
	else if (column && (words_skip(&words, "TYPE") || words_skip(&words, "SET DATA TYPE"))) {
		item = words_item(words);
		judge_type(alter, column, item);
		free(item);
	}
	free(column);
}

static const struct {
	const char *word;
	void (*read)(const struct alter *, struct words);
} readers[] = {
	{ "ADD", read_add },
	{ "DROP", read_drop },
	{ "RENAME", read_rename },
	{ "MODIFY", read_modify },
	{ "CHANGE", read_change },
	{ "ALTER", read_alter_column },
	{ "TRUNCATE PARTITION", NULL },
};

static void read_action(const struct alter *alter, struct words words)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		if (!words_skip(&words, readers[i].word))
			continue;
		if (readers[i].read)
			readers[i].read(alter, words);
		else
			findings_add(alter->out, "drop-partition", "rows of %s are gone",
				     alter->table);
		return;
	}
}

void lint_alter(const struct lint *lint, const char *table, struct words words,
		struct findings *out)
{
	const struct alter alter = { lint, table, out };

	do
		read_action(&alter, words);
	while (words_next_item(&words));
}
