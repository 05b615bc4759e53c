#include "execute/columns.h"

#include "execute/rehearse.h"

static void ask(const struct dialect *dialect, const char *table, const char *const *names,
		size_t count, struct text *sql)
{
	for (size_t i = 0; i < count; i++) {
		text_add(sql, i ? ", " : "SELECT ");
		dialect_add_column(dialect, sql, names[i]);
	}
	text_add(sql, " FROM ");
	dialect_add_name(dialect, sql, table);
	text_add(sql, " WHERE 1 = 0");
}

/* A rehearsal that executes nothing has not made what the migration has asked for. */
static bool may_lack(const struct migration *migration)
{
	return migration->rehearsal && !migration->rehearsal->transaction;
}

bool columns_check(struct migration *migration, const char *table, const char *const *names,
		   size_t count, const char *site)
{
	struct database *db = migration->execution->db;
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool done;

	if (!db->dialect->column_quote || !count || may_lack(migration))
		return true;
	ask(db->dialect, table, names, count, &sql);
	done = database_execute(db, text_get(&sql), NULL, 0, NULL, NULL, &failure) ||
	       failure.kind == FAILURE_NO_TABLE ||
	       migration_stick(migration, GLIM_ERROR, &failure, site, text_get(&sql));
	failure_finish(&failure);
	text_finish(&sql);
	return done;
}
