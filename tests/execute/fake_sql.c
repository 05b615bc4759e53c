#include "fake_parse.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "statement/statement.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const own_tables[] = { "glim_migrations", "glim_steps", "glim_log" };

static const struct {
	const char *table;
	const char *columns[3];
} keys[] = {
	{ "glim_migrations", { "id" } },
	{ "glim_migrations", { "name" } },
	{ "glim_steps", { "name", "direction", "step" } },
	{ "glim_log", { "id" } },
};

static bool equals(const struct fake_row *row, const char *column, const glim_value *value)
{
	struct fake_row other = { 0 };
	const char *mine = row_text(row, column), *theirs;
	bool same;

	row_set(&other, column, value);
	theirs = row_text(&other, column);
	same = mine && theirs && strcmp(mine, theirs) == 0;
	row_finish(&other);
	return same;
}

static bool row_is_meant(const struct fake_row *row, const char *table, const struct pairs *where)
{
	if (strcasecmp(row->table, table) != 0)
		return false;
	for (size_t i = 0; i < where->count; i++)
		if (!equals(row, where->columns[i], &where->values[i]))
			return false;
	return true;
}

static bool has_column(const struct fake_store *store, const char *table, const char *name)
{
	for (size_t i = 0; i < store->count; i++)
		if (strcmp(store->rows[i].table, FAKE_COLUMNS) == 0 &&
		    strcasecmp(row_text(&store->rows[i], "table"), table) == 0 &&
		    strcasecmp(row_text(&store->rows[i], "name"), name) == 0)
			return true;
	return false;
}

static bool check_columns(const struct fake_store *store, const char *table,
			  const struct pairs *pairs, struct failure *failure)
{
	if (!store_find(store, FAKE_TABLES, "name", table))
		return failure_set(failure, FAILURE_NO_TABLE, 1146, "Table %s doesn't exist",
				   table);
	for (size_t i = 0; i < pairs->count; i++)
		if (!has_column(store, table, pairs->columns[i]))
			return failure_set(failure, FAILURE_SQL, 1054, "Unknown column %s in %s",
					   pairs->columns[i], table);
	return true;
}

static const char *cell_of(const struct fake_row *row, const char *column)
{
	const char *text = row_text(row, column);

	return text ? text : "";
}

static bool same_key(const struct fake_row *a, const struct fake_row *b,
		     const char *const columns[3])
{
	for (size_t i = 0; i < 3 && columns[i]; i++)
		if (strcmp(cell_of(a, columns[i]), cell_of(b, columns[i])) != 0)
			return false;
	return true;
}

/* The row that was added last may not repeat a key. */
static bool check_keys(struct fake_store *store, struct failure *failure)
{
	const struct fake_row *last = &store->rows[store->count - 1];

	for (size_t k = 0; k < COUNT(keys); k++)
		for (size_t i = 0; i + 1 < store->count; i++) {
			if (strcmp(last->table, keys[k].table) != 0 ||
			    strcmp(store->rows[i].table, keys[k].table) != 0 ||
			    !same_key(last, &store->rows[i], keys[k].columns))
				continue;
			store_remove(store, store->count - 1);
			return failure_set(failure, FAILURE_SQL, 1062,
					   "Duplicate entry for key '%s'", keys[k].columns[0]);
		}
	return true;
}

static bool insert(struct fake_store *store, struct parse *parse, const char *table,
		   struct outcome *outcome, struct failure *failure)
{
	struct pairs pairs = { 0 };
	bool done;

	parse_insert(parse, &pairs);
	done = check_columns(store, table, &pairs, failure);
	if (done) {
		struct fake_row *row = store_add(store, table);

		for (size_t i = 0; i < pairs.count; i++)
			row_set(row, pairs.columns[i], &pairs.values[i]);
		done = check_keys(store, failure);
		outcome->changes = done;
	}
	pairs_finish(&pairs);
	return done;
}

static bool update(struct fake_store *store, struct parse *parse, const char *table,
		   struct outcome *outcome, struct failure *failure)
{
	struct pairs set = { 0 }, where = { 0 };
	bool done;

	parse_set(parse, &set);
	parse_where(parse, &where);
	done = check_columns(store, table, &set, failure) &&
	       check_columns(store, table, &where, failure);
	for (size_t i = 0; done && i < store->count; i++) {
		if (!row_is_meant(&store->rows[i], table, &where))
			continue;
		for (size_t c = 0; c < set.count; c++)
			row_set(&store->rows[i], set.columns[c], &set.values[c]);
		outcome->changes++;
	}
	pairs_finish(&set);
	pairs_finish(&where);
	return done;
}

static bool delete (struct fake_store *store, struct parse *parse, const char *table,
		    struct outcome *outcome, struct failure *failure)
{
	struct pairs where = { 0 };
	bool done;

	parse_where(parse, &where);
	done = check_columns(store, table, &where, failure);
	for (size_t i = store->count; done && i > 0; i--) {
		if (!row_is_meant(&store->rows[i - 1], table, &where))
			continue;
		store_remove(store, i - 1);
		outcome->changes++;
	}
	pairs_finish(&where);
	return done;
}

/* The columns asked for; all of the table's for a star. */
static size_t wanted_columns(const struct fake_store *store, struct parse *parse,
			     char *names[CELLS_MOST])
{
	size_t count = 0;

	(void)store;
	if (parse_symbol(parse, '*'))
		return 0;
	do {
		MUST(count < CELLS_MOST);
		names[count++] = parse_name(parse);
	} while (parse_symbol(parse, ','));
	return count;
}

static size_t all_columns(const struct fake_store *store, const char *table,
			  char *names[CELLS_MOST])
{
	size_t count = 0;

	for (size_t i = 0; i < store->count; i++)
		if (strcmp(store->rows[i].table, FAKE_COLUMNS) == 0 &&
		    strcasecmp(row_text(&store->rows[i], "table"), table) == 0) {
			MUST(count < CELLS_MOST);
			names[count++] = memory_copy(row_text(&store->rows[i], "name"));
		}
	return count;
}

static bool give_row(const struct fake_row *row, char *const *names, size_t count,
		     const struct row_sink *sink)
{
	glim_value values[CELLS_MOST];

	for (size_t i = 0; i < count; i++) {
		const struct fake_cell *cell = row_cell(row, names[i]);

		values[i] = glim_null();
		if (!cell || !cell->data)
			continue;
		values[i] = glim_typed(cell->type);
		if (cell->type == GLIM_TYPE_INT) {
			values[i].as.integer = atoll(cell->data);
			continue;
		}
		values[i].as.data = cell->data;
		values[i].length = (uint32_t)cell->length;
	}
	return !sink->row || sink->row(sink->data, count, values);
}

static bool select_rows(const struct fake_store *store, struct parse *parse,
			const struct row_sink *sink, struct failure *failure)
{
	char *names[CELLS_MOST];
	struct pairs where = { 0 };
	size_t count = wanted_columns(store, parse, names);
	char *table;
	bool done, go_on;

	MUST(parse_word(parse, "FROM"));
	table = parse_name(parse);
	parse_where(parse, &where);
	done = check_columns(store, table, &where, failure);
	if (!count)
		count = all_columns(store, table, names);
	go_on = done && sink &&
		(!sink->columns || sink->columns(sink->data, count, (const char *const *)names));
	for (size_t i = 0; go_on && i < store->count; i++)
		if (row_is_meant(&store->rows[i], table, &where))
			go_on = give_row(&store->rows[i], names, count, sink);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	pairs_finish(&where);
	free(table);
	return done;
}

static void add_column(struct fake_store *store, const char *table, char *name)
{
	struct fake_row *row = store_add(store, FAKE_COLUMNS);

	row_set_text(row, "table", table);
	row_set_text(row, "name", name);
	free(name);
}

/* Columns are the quoted names behind the first bracket and behind commas outside of others. */
static bool create_table(struct fake_store *store, struct parse *parse, const char *table,
			 struct failure *failure)
{
	size_t depth = 0;
	bool starts = false;
	struct token token;

	if (store_find(store, FAKE_TABLES, "name", table))
		return failure_set(failure, FAILURE_SQL, 1050, "Table %s already exists", table);
	row_set_text(store_add(store, FAKE_TABLES), "name", table);
	while ((token = scanner_next(&parse->scanner)).kind != TOKEN_END) {
		if (depth == 1 && starts && token.kind == TOKEN_NAME)
			add_column(store, table, memory_copy_bytes(token.at + 1, token.length - 2));
		starts = token_is_symbol(token, '(') || token_is_symbol(token, ',');
		depth += token_is_symbol(token, '(');
		depth -= token_is_symbol(token, ')');
	}
	return true;
}

static bool create_index(struct fake_store *store, struct parse *parse, struct failure *failure)
{
	const bool may_be_there =
		parse_word(parse, "IF") && parse_word(parse, "NOT") && parse_word(parse, "EXISTS");
	char *name = parse_name(parse);
	bool there = store_find(store, FAKE_INDEXES, "name", name) != NULL;

	if (there && may_be_there)
		there = false;
	else if (there)
		failure_set(failure, FAILURE_SQL, 1, "index %s already exists", name);
	else
		row_set_text(store_add(store, FAKE_INDEXES), "name", name);
	free(name);
	return !there;
}

static bool alter_table(struct fake_store *store, struct parse *parse, const char *table,
			struct failure *failure)
{
	char *name;

	if (!parse_word(parse, "ADD") || !parse_word(parse, "COLUMN"))
		return true;
	name = parse_name(parse);
	if (has_column(store, table, name)) {
		failure_set(failure, FAILURE_SQL, 1060, "Duplicate column name '%s'", name);
		free(name);
		return false;
	}
	add_column(store, table, name);
	return true;
}

bool sql_names_own_table(const struct lexis *lexis, const char *sql)
{
	return statement_names_any(lexis, sql, own_tables, COUNT(own_tables));
}

bool sql_execute(struct fake_store *store, const struct fake_statement *statement,
		 const struct row_sink *sink, struct outcome *outcome, struct failure *failure)
{
	struct parse parse = parse_start(statement);
	enum verb verb = parse_verb(&parse);
	char *table = NULL;
	bool done = true;

	MUST(verb != VERB_OTHER);
	if (verb == VERB_SELECT)
		return select_rows(store, &parse, sink, failure);
	if (verb == VERB_CREATE_INDEX)
		return create_index(store, &parse, failure);
	table = parse_name(&parse);
	if (verb == VERB_INSERT)
		done = insert(store, &parse, table, outcome, failure);
	else if (verb == VERB_UPDATE)
		done = update(store, &parse, table, outcome, failure);
	else if (verb == VERB_DELETE)
		done = delete (store, &parse, table, outcome, failure);
	else if (verb == VERB_CREATE_TABLE)
		done = create_table(store, &parse, table, failure);
	else
		done = alter_table(store, &parse, table, failure);
	free(table);
	return done;
}
