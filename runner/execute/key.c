#include "execute/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/step.h"

static struct known_key *find(const struct migration *migration, const char *table)
{
	for (struct known_key *known = migration->keys; known; known = known->next)
		if (strcmp(known->table, table) == 0)
			return known;
	return NULL;
}

static struct known_key *add(struct migration *migration, const char *table)
{
	struct known_key *known = memory_alloc(sizeof *known);

	known->table = memory_copy(table);
	known->next = migration->keys;
	migration->keys = known;
	return known;
}

static struct known_key *read_anew(struct migration *migration, const char *table, const char *site)
{
	struct database *db = migration->execution->db;
	struct known_key *known = find(migration, table);
	const glim_value names[] = { glim_text(table), glim_text(table) };
	struct failure failure = { 0 };
	struct row_sink sink;

	if (!known)
		known = add(migration, table);
	key_columns_finish(&known->columns);
	known->columns.rule = db->dialect->names_rule;
	sink = (struct row_sink){ .row = key_take_row, .data = &known->columns };
	if (database_execute(db, db->dialect->keys, names, 2, &sink, NULL, &failure))
		return known;
	migration_stick(migration, GLIM_ERROR, &failure, site, NULL);
	return NULL;
}

const struct key_columns *key_describe(struct migration *migration, const char *table,
				       const char *site)
{
	const struct known_key *known = read_anew(migration, table, site);

	return known ? &known->columns : NULL;
}

/* A walk that begins looks again: the migration may have changed the table. */
static struct known_key *describe(struct migration *migration, const struct selection *selection,
				  const char *site)
{
	struct known_key *known = find(migration, selection->table);

	return known && selection->after_count ? known
					       : read_anew(migration, selection->table, site);
}

static char *names_of(const struct selection *selection)
{
	struct text names = { 0 };

	for (size_t i = 0; i < selection->key_count; i++)
		text_print(&names, "%s%s", i ? ", " : "", selection->key[i]);
	return text_take(&names);
}

/* A refusal says why when the rows are read; what is worse ends the migration here. */
static bool is_mere_refusal(const struct failure *failure)
{
	return failure->kind == FAILURE_SQL || failure->kind == FAILURE_AUTH ||
	       failure->kind == FAILURE_NO_TABLE;
}

static bool refuse_temporary(struct migration *migration, const struct selection *selection,
			     const char *site)
{
	return migration_misuse(migration, site, NULL,
				"the database does not tell which indexes %s has, as it tells "
				"of no temporary table: if the key is unique and nowhere "
				"NULL, say .key_vouched = 1",
				selection->table);
}

static bool take_shown(void *data, size_t count, const glim_value *values)
{
	static const char word[] = "CREATE TEMPORARY ";
	bool *temporary = data;

	*temporary = count > 1 && values[1].length >= strlen(word) &&
		     memcmp(values[1].as.data, word, strlen(word)) == 0;
	return true;
}

/* One that the migration has made may hide another table, whose indexes are not its own. */
bool key_is_of_another(const struct migration *migration, const char *table)
{
	struct database *db = migration->execution->db;
	bool temporary = false;
	const struct row_sink sink = { .row = take_shown, .data = &temporary };
	struct failure ignored = { 0 };
	struct text sql = { 0 };

	if (!migration->has_temporaries || !db->dialect->show_table)
		return false;
	text_add(&sql, db->dialect->show_table);
	dialect_add_name(db->dialect, &sql, table);
	database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, &ignored);
	text_finish(&sql);
	failure_finish(&ignored);
	return temporary;
}

/* It may be that there is no such table; one that is there is a temporary one, as a rule. */
static bool refuse_unknown(struct migration *migration, const struct selection *selection,
			   const char *site)
{
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool there;

	text_add(&sql, "SELECT 1 FROM ");
	dialect_add_name(migration->execution->db->dialect, &sql, selection->table);
	text_add(&sql, " WHERE 1 = 0");
	there = step_run_inside(migration, text_get(&sql), NULL, 0, NULL, true, &failure);
	text_finish(&sql);
	if (there)
		return refuse_temporary(migration, selection, site);
	if (!is_mere_refusal(&failure))
		return migration_stick(migration, GLIM_ERROR, &failure, site, NULL);
	failure_finish(&failure);
	return true;
}

static bool check_unique(struct migration *migration, const struct known_key *known,
			 const struct selection *selection, const char *site)
{
	char *names;

	if (!selection->key_vouched && !selection->after_count &&
	    key_is_of_another(migration, selection->table))
		return refuse_temporary(migration, selection, site);
	if (selection->key_vouched ||
	    key_is_unique(&known->columns, selection->key, selection->key_count))
		return true;
	if (!known->columns.count)
		return refuse_unknown(migration, selection, site);
	names = names_of(selection);
	migration_misuse(migration, site, NULL,
			 "the rows of %s cannot be told apart by the key \"%s\": no unique index "
			 "consists of these columns",
			 selection->table, names);
	free(names);
	return false;
}

static void ask_for_null(const struct dialect *dialect, const struct selection *selection,
			 const char *column, struct text *sql)
{
	text_add(sql, "SELECT 1 FROM ");
	dialect_add_name(dialect, sql, selection->table);
	text_add(sql, " WHERE ");
	if (selection->where && *selection->where)
		text_print(sql, "(%s\n) AND ", selection->where);
	dialect_add_name(dialect, sql, column);
	text_add(sql, " IS NULL LIMIT 1");
}

/* NULL is behind no key and before none. */
static bool check_null(struct migration *migration, const struct selection *selection,
		       const char *column, const char *site)
{
	struct database *db = migration->execution->db;
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool found = false, done = false;

	ask_for_null(db->dialect, selection, column, &sql);
	if (step_check_marks(migration, text_get(&sql), selection->value_count, site))
		done = database_finds(db, text_get(&sql), selection->values, selection->value_count,
				      &found, &failure) ||
		       migration_stick(migration, GLIM_ERROR, &failure, site, text_get(&sql));
	if (done && found) {
		failure.message = memory_format(
			"the key column %s of %s is NULL in some rows, which would be left out",
			column, selection->table);
		done = migration_stick(migration, GLIM_ERROR, &failure, site, NULL);
	}
	text_finish(&sql);
	return done;
}

static bool check_column(struct migration *migration, const struct key_column *column,
			 const struct selection *selection, const char *site)
{
	if (!column->mark)
		return migration_misuse(
			migration, site, NULL,
			"the key column %s of %s has another order than its values "
			"as they are read (an ENUM, a SET or a BIT): rows would be left "
			"out",
			column->name, selection->table);
	return !column->may_be_null || selection->key_vouched || selection->after_count ||
	       check_null(migration, selection, column->name, site);
}

static bool take_marks(struct migration *migration, const struct known_key *known,
		       const struct selection *selection, const char *site,
		       struct selection_marks *out)
{
	char **list = memory_alloc(selection->key_count * sizeof *list);

	out->list = list;
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct key_column *column = key_find(&known->columns, selection->key[i]);

		list[i] = (char *)"?";
		if (column && !check_column(migration, column, selection, site))
			return false;
		if (column)
			list[i] = column->mark;
	}
	return true;
}

/* It stands in parentheses of ours beside the end of the last page, and must not get out of them.
 */
static bool check_condition(struct migration *migration, const struct selection *selection,
			    const char *site)
{
	return !selection->where ||
	       statement_is_balanced(&migration->execution->db->dialect->lexis, selection->where) ||
	       migration_misuse(migration, site, NULL, "the parentheses of .where do not match: %s",
				selection->where);
}

bool key_learn(struct migration *migration, const struct selection *selection, const char *site,
	       struct selection_marks *out)
{
	const struct known_key *known = describe(migration, selection, site);

	out->list = NULL;
	return known && check_condition(migration, selection, site) &&
	       check_unique(migration, known, selection, site) &&
	       take_marks(migration, known, selection, site, out);
}

bool key_gives_order(struct migration *migration, const struct selection *selection)
{
	const struct known_key *known = find(migration, selection->table);

	return known && (!selection->where || !*selection->where) &&
	       key_is_in_order(&known->columns, selection->key, selection->key_count);
}

const struct key_columns *key_known(const struct migration *migration, const char *table)
{
	const struct known_key *known = find(migration, table);

	return known ? &known->columns : NULL;
}

void key_forget_all(struct migration *migration)
{
	while (migration->keys) {
		struct known_key *known = migration->keys;

		migration->keys = known->next;
		key_columns_finish(&known->columns);
		free(known->table);
		free(known);
	}
}
