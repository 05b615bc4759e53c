#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"
#include "fake_parse.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* What a text of the log shows of a write: the columns that tell most. */
static const struct {
	const char *table, *shown, *columns[2];
} shows[] = {
	{ "glim_migrations", "record", { "state" } },
	{ "glim_steps", "step", { "step", "state" } },
	{ "glim_log", "log", { "event" } },
};

static void add_cells(struct text *out, const struct pairs *pairs, const char *const columns[2])
{
	for (size_t c = 0; c < 2 && columns[c]; c++)
		for (size_t i = 0; i < pairs->count; i++) {
			struct fake_row row = { 0 };

			if (strcasecmp(pairs->columns[i], columns[c]) != 0)
				continue;
			row_set(&row, columns[c], &pairs->values[i]);
			text_print(out, " %s", row_text(&row, columns[c]));
			row_finish(&row);
		}
}

static void take_all(struct parse *parse, enum verb verb, struct pairs *pairs)
{
	if (verb == VERB_INSERT)
		parse_insert(parse, pairs);
	if (verb == VERB_UPDATE) {
		parse_set(parse, pairs);
		parse_where(parse, pairs);
	}
}

char *sql_summary(const struct fake_statement *statement)
{
	static const char *const signs[] = { "+", "~", "-", "?" };
	struct parse parse = parse_start(statement);
	enum verb verb = parse_verb(&parse);
	struct pairs pairs = { 0 };
	struct text out = { 0 };
	char *table;

	if (verb > VERB_SELECT || !sql_names_own_table(statement->lexis, statement->sql))
		return NULL;
	while (verb == VERB_SELECT && !parse_word(&parse, "FROM"))
		scanner_next(&parse.scanner);
	table = parse_name(&parse);
	take_all(&parse, verb, &pairs);
	for (size_t i = 0; i < COUNT(shows); i++) {
		if (strcasecmp(table, shows[i].table) != 0)
			continue;
		text_print(&out, "%s %s", signs[verb], shows[i].shown);
		add_cells(&out, &pairs, shows[i].columns);
	}
	free(table);
	pairs_finish(&pairs);
	return text_take(&out);
}
