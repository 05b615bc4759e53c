#include "fake_server.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "statement/statement.h"

struct fake_server fake;

void server_drop_savepoints(size_t from)
{
	while (fake.savepoint_count > from) {
		struct fake_savepoint *last = &fake.savepoints[--fake.savepoint_count];

		free(last->name);
		store_finish(&last->store);
	}
}

void server_end_transaction(bool keep)
{
	if (keep)
		store_copy(&fake.committed, &fake.now);
	else
		store_copy(&fake.now, &fake.committed);
	server_drop_savepoints(0);
	fake.in_transaction = false;
}

static long find_savepoint(const char *name)
{
	for (size_t i = fake.savepoint_count; i > 0; i--)
		if (strcmp(fake.savepoints[i - 1].name, name) == 0)
			return (long)i - 1;
	return -1;
}

/* Without a transaction a savepoint is forgotten at once. */
static bool add_savepoint(const char *name)
{
	struct fake_savepoint *savepoint;

	if (!fake.in_transaction)
		return true;
	fake.savepoints =
		memory_grow_for(fake.savepoints, fake.savepoint_count, sizeof *fake.savepoints);
	savepoint = &fake.savepoints[fake.savepoint_count++];
	*savepoint = (struct fake_savepoint){ .name = memory_copy(name) };
	store_copy(&savepoint->store, &fake.now);
	return true;
}

static bool end_savepoint(const char *name, bool undo, struct failure *failure)
{
	long at = find_savepoint(name);

	if (at < 0)
		return failure_set(failure, FAILURE_NO_SAVEPOINT, 1305,
				   "SAVEPOINT %s does not exist", name);
	if (undo)
		store_copy(&fake.now, &fake.savepoints[at].store);
	server_drop_savepoints((size_t)at + undo);
	return true;
}

static bool begin(struct failure *failure)
{
	if (fake.in_transaction && fake.dialect->transactional_ddl)
		return failure_set(failure, FAILURE_SQL, 1,
				   "cannot start a transaction within a transaction");
	if (fake.in_transaction)
		server_end_transaction(true);
	fake.in_transaction = true;
	return true;
}

static bool end(bool keep, struct failure *failure)
{
	if (!fake.in_transaction && fake.dialect->transactional_ddl)
		return failure_set(failure, FAILURE_NO_SAVEPOINT, 1, "no transaction is active");
	server_end_transaction(keep);
	return true;
}

static const char *behind(const char *sql, const char *words)
{
	size_t length = strlen(words);

	return strncmp(sql, words, length) == 0 ? sql + length : NULL;
}

/* True if it was a statement about the transaction. */
static bool control(const char *sql, bool *done, struct failure *failure)
{
	const char *name;

	if (strcmp(sql, fake.dialect->begin) == 0)
		*done = begin(failure);
	else if (strcmp(sql, fake.dialect->commit) == 0)
		*done = end(true, failure);
	else if (strcmp(sql, fake.dialect->rollback) == 0)
		*done = end(false, failure);
	else if ((name = behind(sql, "SAVEPOINT ")))
		*done = add_savepoint(name);
	else if ((name = behind(sql, "RELEASE SAVEPOINT ")))
		*done = end_savepoint(name, false, failure);
	else if ((name = behind(sql, "ROLLBACK TO SAVEPOINT ")))
		*done = end_savepoint(name, true, failure);
	else
		return false;
	return true;
}

static void add_effect(struct fake_store *store, const char *sql)
{
	row_set_text(store_add(store, FAKE_EFFECTS), "sql", sql);
}

/* A table without transactions has it for good, whatever is undone later. */
static void add_plain_effect(const char *sql)
{
	fake.plain_written = fake.in_transaction;
	add_effect(&fake.now, sql);
	add_effect(&fake.committed, sql);
	for (size_t i = 0; i < fake.savepoint_count; i++)
		add_effect(&fake.savepoints[i].store, sql);
}

static bool names_plain_table(const char *sql)
{
	return fake.plain_table &&
	       statement_names_any(&fake.dialect->lexis, sql, &fake.plain_table, 1);
}

static bool refuse(const char *sql, struct failure *failure)
{
	if (strstr(sql, "absent"))
		return failure_set(failure, FAILURE_SQL, 1051, "Unknown table 'absent'");
	return failure_set(failure, FAILURE_SQL, 1064, "You have an error in your SQL syntax");
}

static bool has_effect(const char *sql)
{
	return !strstr(sql, "refused") && !strstr(sql, "absent") && !behind(sql, "SET ");
}

static bool give_two_rows(const struct row_sink *sink)
{
	const char *const names[] = { "id", "name" };
	const glim_value rows[][2] = { { glim_int(1), glim_text("one") },
				       { glim_int(2), glim_null() } };

	if (sink && sink->columns && !sink->columns(sink->data, 2, names))
		return true;
	for (size_t i = 0; sink && sink->row && i < 2; i++)
		if (!sink->row(sink->data, 2, rows[i]))
			return true;
	return true;
}

/* The table of SHOW CREATE TABLE, as a new text; NULL for all else. */
static char *shown_table(const char *sql)
{
	static const char show[] = "SHOW CREATE TABLE ";
	const char *at = strstr(sql, show);
	struct text name = { 0 };

	if (!at)
		return NULL;
	for (at += strlen(show); *at; at++)
		if (*at != '`')
			text_add_char(&name, *at);
	return text_take(&name);
}

bool server_is_boundary(const char *sql)
{
	return !strstr(sql, "SHOW CREATE ") &&
	       statement_classify(&fake.dialect->lexis, fake.dialect->rules, sql) ==
		       STATEMENT_BOUNDARY;
}

/* A table is what was done to it; `t` has been there before. */
static bool show_table(char *table, const struct row_sink *sink, struct failure *failure)
{
	const char *name = table;
	struct text looks = { 0 };
	glim_value values[2] = { glim_text(name) };

	text_add(&looks, strcmp(name, "t") == 0 ? "CREATE TABLE t (x INT)" : "");
	for (size_t i = 0; i < fake.now.count; i++) {
		const struct fake_row *row = &fake.now.rows[i];
		const char *sql = strcmp(row->table, FAKE_EFFECTS) == 0 ? row_text(row, "sql") : "";

		if (server_is_boundary(sql) &&
		    statement_names_any(&fake.dialect->lexis, sql, &name, 1))
			text_print(&looks, ";%s", sql);
	}
	values[1] = glim_text(text_get(&looks));
	if (looks.length && sink && sink->row)
		sink->row(sink->data, 2, values);
	if (!looks.length)
		failure_set(failure, FAILURE_NO_TABLE, 1146, "Table %s doesn't exist", name);
	text_finish(&looks);
	free(table);
	return !failure->kind;
}

static bool is_read(const char *sql)
{
	return behind(sql, "SELECT ") || behind(sql, "SHOW ");
}

/* A statement of a migration. */
static bool foreign(const char *sql, const struct row_sink *sink, struct outcome *outcome,
		    struct failure *failure)
{
	const bool refused =
		strstr(sql, "refused") || strstr(sql, "absent") || strstr(sql, "halfway");

	if (strstr(sql, "meddling") && fake.in_transaction)
		server_end_transaction(true);
	if (fake.plain_table_comes_with && strcmp(fake.plain_table_comes_with, sql) == 0)
		fake.plain_table = "ledger";
	if (is_read(sql))
		return refused ? refuse(sql, failure) : give_two_rows(sink);
	if (has_effect(sql) && names_plain_table(sql))
		add_plain_effect(sql);
	else if (has_effect(sql))
		add_effect(&fake.now, sql);
	*outcome = (struct outcome){ .changes = 1, .last_id = 7 };
	return refused ? refuse(sql, failure) : true;
}

static bool answer_names(const struct fake_statement *statement, const struct row_sink *sink)
{
	const bool plain = strcmp(statement->sql, fake.dialect->table_exists) != 0;
	const char *name = !plain                   ? statement->values[0].as.data
			   : fake.plain_table_hides ? NULL
						    : fake.plain_table;
	const glim_value value = plain ? glim_text(name) : glim_int(1);

	if (name && (plain || store_find(&fake.now, FAKE_TABLES, "name", name)) && sink &&
	    sink->row)
		sink->row(sink->data, 1, &value);
	return true;
}

/* Every table has one unique index, over its column `id`; of one nothing is known. */
static bool answer_keys(const char *table, const struct row_sink *sink)
{
	const glim_value rows[][4] = {
		{ glim_null(), glim_text("id"), glim_int(0), glim_text("?") },
		{ glim_text("PRIMARY"), glim_text("id"), glim_int(0), glim_null() },
	};

	if (strncmp(table, "unknown", 7) == 0)
		return true;
	for (size_t i = 0; sink && sink->row && i < 2; i++)
		sink->row(sink->data, 4, rows[i]);
	return true;
}

static bool is_plain_history(const char *sql)
{
	return fake.dialect->plain_history && strcmp(sql, fake.dialect->plain_history) == 0;
}

static bool answer_plain_history(const struct row_sink *sink)
{
	const glim_value row[] = { glim_text(fake.plain_history), glim_text("is PLAIN"),
				   glim_text("ALTER TABLE mended ENGINE=SAFE") };

	if (fake.plain_history && sink && sink->row)
		sink->row(sink->data, 3, row);
	return true;
}

static bool answer_threads(const struct row_sink *sink)
{
	const glim_value row[] = { glim_text("Threads_running"), glim_int(fake.threads) };

	if (sink && sink->row)
		sink->row(sink->data, 2, row);
	return true;
}

static bool is_about_tables(const char *sql)
{
	const char *plain = fake.dialect->plain_tables;

	return strcmp(sql, fake.dialect->table_exists) == 0 || (plain && strcmp(sql, plain) == 0);
}

static bool hold_row(const glim_value *id, struct failure *failure)
{
	char *text = memory_copy_bytes(id->as.data, id->length);
	const bool there = store_find(&fake.now, "glim_migrations", "id", text);

	free(text);
	if (there)
		return true;
	failure_set(failure, FAILURE_SQL, 1242, "Subquery returns more than 1 row");
	snprintf(failure->sqlstate, sizeof failure->sqlstate, "%s", fake.dialect->row_missing);
	return false;
}

bool server_apply(const struct fake_statement *statement, const struct row_sink *sink,
		  struct outcome *outcome, struct failure *failure)
{
	bool done;

	if (control(statement->sql, &done, failure)) {
		outcome->stays = fake.plain_written && behind(statement->sql, "ROLLBACK");
		fake.plain_written &= fake.in_transaction;
		return done;
	}
	if (fake.dialect->row_held && strcmp(statement->sql, fake.dialect->row_held) == 0)
		return hold_row(statement->values, failure);
	if (is_plain_history(statement->sql))
		return answer_plain_history(sink);
	if (strstr(statement->sql, "mended"))
		fake.plain_history = NULL;
	if (fake.dialect->running && strcmp(statement->sql, fake.dialect->running) == 0)
		return answer_threads(sink);
	if (strcmp(statement->sql, fake.dialect->keys) == 0)
		return answer_keys(statement->values[0].as.data, sink);
	if (is_about_tables(statement->sql))
		return answer_names(statement, sink);
	if (strstr(statement->sql, "SHOW CREATE "))
		return show_table(shown_table(statement->sql), sink, failure);
	if (server_is_boundary(statement->sql) && fake.in_transaction &&
	    fake.dialect->transactional_ddl)
		return failure_set(failure, FAILURE_SQL, 1, "cannot be done in a transaction");
	if (server_is_boundary(statement->sql) && fake.in_transaction)
		server_end_transaction(true);
	done = sql_names_own_table(statement->lexis, statement->sql)
		       ? sql_execute(&fake.now, statement, sink, outcome, failure)
		       : foreign(statement->sql, sink, outcome, failure);
	if (!fake.in_transaction)
		store_copy(&fake.committed, &fake.now);
	return done;
}

bool server_is_asked(const char *sql)
{
	return is_about_tables(sql) || is_plain_history(sql) ||
	       strcmp(sql, fake.dialect->keys) == 0 || strstr(sql, "SHOW CREATE ");
}

void server_meddle(const char *sql)
{
	if (fake.in_transaction && !strstr(sql, "glim_") && !server_is_asked(sql) &&
	    strcmp(sql, fake.dialect->begin) != 0 && strcmp(sql, fake.dialect->commit) != 0 &&
	    strcmp(sql, fake.dialect->rollback) != 0)
		server_end_transaction(true);
}
