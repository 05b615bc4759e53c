#include "dialect/mysql_objects.h"

#include <stdlib.h>
#include <strings.h>

#define WHY_EXCHANGE "exchanged rows leave no trace in the definition of either table"
#define WHY_SPACE    "files that were taken out or put in leave no trace in a definition"
#define WHY_EMPTIED  "emptying a partition leaves no trace in the table's definition"
#define WHY_ANEW     "a column that is dropped and added again in one statement looks the same"

struct alteration {
	struct reading clauses; /* from the first one on */
	char *renamed;
	char *other; /* what CONVERT makes of a partition, or takes for one */
	enum object_change other_change;
	const char *why;
};

static void read_rename(struct reading reading, struct alteration *alteration)
{
	static const char *const parts[] = { "COLUMN", "INDEX", "KEY", NULL };
	static const char *const to[] = { "TO", "AS", NULL };

	if (reading_accept_any(&reading, parts))
		return;
	if (!reading_accept_any(&reading, to))
		reading_accept_symbol(&reading, '=');
	free(alteration->renamed);
	alteration->renamed = reading_name(&reading);
	if (!alteration->renamed)
		alteration->why = MYSQL_WHY_NOT_KNOWN;
}

/* CONVERT PARTITION name TO TABLE name, CONVERT TABLE name TO PARTITION .. */
static void read_convert(struct reading reading, struct alteration *alteration)
{
	if (reading_accept(&reading, "PARTITION")) {
		alteration->other_change = OBJECT_APPEARS;
		reading_find(&reading, "TO");
		if (!reading_accept_all(&reading, "TO TABLE"))
			alteration->why = MYSQL_WHY_NOT_KNOWN;
	} else if (reading_accept(&reading, "TABLE")) {
		alteration->other_change = OBJECT_GOES;
	} else {
		return; /* TO CHARACTER SET */
	}
	free(alteration->other);
	alteration->other = reading_name(&reading);
	if (!alteration->other)
		alteration->why = MYSQL_WHY_NOT_KNOWN;
}

static bool next_is(struct reading *reading, const char *column)
{
	char *name = reading_name(reading);
	const bool same = name && strcasecmp(name, column) == 0;

	if (!name)
		reading_take(reading);
	free(name);
	return same;
}

static bool clause_adds(struct reading reading, const char *column)
{
	struct reading end = reading;

	if (!reading_accept(&reading, "ADD"))
		return false;
	reading_find_comma(&end);
	while (!reading_ended(&reading) && reading.token.at < end.token.at)
		if (next_is(&reading, column))
			return true;
	return false;
}

static bool any_clause_adds(struct reading reading, const char *column)
{
	do
		if (clause_adds(reading, column))
			return true;
	while (reading_find_comma(&reading));
	return false;
}

static void read_drop(struct reading reading, struct alteration *alteration)
{
	static const char *const parts[] = { "INDEX",      "KEY",   "FOREIGN",   "PRIMARY",
					     "CONSTRAINT", "CHECK", "PARTITION", "PERIOD",
					     "SYSTEM",     NULL };
	char *column;

	if (reading_accept_any(&reading, parts))
		return;
	reading_accept(&reading, "COLUMN");
	reading_accept_all(&reading, "IF EXISTS");
	column = reading_name(&reading);
	if (!column || any_clause_adds(alteration->clauses, column))
		alteration->why = WHY_ANEW;
	free(column);
}

static const struct {
	const char *word;
	const char *why;
	void (*read)(struct reading, struct alteration *);
} clauses[] = {
	{ "RENAME", NULL, read_rename },   { "CONVERT", NULL, read_convert },
	{ "DROP", NULL, read_drop },       { "EXCHANGE", WHY_EXCHANGE, NULL },
	{ "TRUNCATE", WHY_EMPTIED, NULL }, { "DISCARD", WHY_SPACE, NULL },
	{ "IMPORT", WHY_SPACE, NULL },
};

static void read_clause(struct reading reading, struct alteration *alteration)
{
	for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++) {
		if (!reading_accept(&reading, clauses[i].word))
			continue;
		if (clauses[i].why)
			alteration->why = clauses[i].why;
		else
			clauses[i].read(reading, alteration);
	}
}

void mysql_alter_table_objects(struct reading reading, struct object_list *out)
{
	struct alteration alteration = { 0 };
	char *table;

	reading_accept_all(&reading, "IF EXISTS");
	table = reading_name(&reading);
	if (!table)
		return;
	reading_skip_wait(&reading);
	alteration.clauses = reading;
	do
		read_clause(reading, &alteration);
	while (reading_find_comma(&reading));
	mysql_compare_renamed(out, OBJECT_TABLE, table, alteration.renamed);
	if (alteration.other)
		mysql_compare(out, OBJECT_TABLE, alteration.other_change, alteration.other);
	/* Partitions are kept by an engine of their own, outside of the server's promise. */
	out->all_or_nothing = !reading_has(alteration.clauses, "PARTITION") &&
			      !reading_has(alteration.clauses, "PARTITIONING");
	if (alteration.why)
		mysql_cannot_know(out, alteration.why);
}
