#include "database/table.h"

#include "base/text.h"

static bool do_text(struct database *db, struct text *sql, struct error *error)
{
	const bool done = database_do(db, text_get(sql), NULL, 0, NULL, error);

	text_clear(sql);
	return done;
}

static bool create_parts(struct database *db, const struct model *model, struct text *sql,
			 struct error *error)
{
	bool done;

	db->dialect->create_table(sql, model);
	done = do_text(db, sql, error);
	for (size_t n = 0; done && db->dialect->create_index(sql, model, n); n++)
		done = do_text(db, sql, error);
	return done;
}

static void undo(struct database *db)
{
	struct error ignored = { 0 };

	database_do(db, db->dialect->rollback, NULL, 0, NULL, &ignored);
	error_finish(&ignored);
}

/* A table without its indexes would count as made, and they would never come. */
static bool create_together(struct database *db, const struct model *model, struct text *sql,
			    struct error *error)
{
	if (!database_do(db, db->dialect->begin, NULL, 0, NULL, error))
		return false;
	if (create_parts(db, model, sql, error) &&
	    database_do(db, db->dialect->commit, NULL, 0, NULL, error))
		return true;
	undo(db);
	return false;
}

bool database_create_table(struct database *db, const struct model *model, struct error *error)
{
	struct text sql = { 0 };
	const bool many = db->dialect->create_index(&sql, model, 0);
	bool done;

	text_clear(&sql);
	done = many ? create_together(db, model, &sql, error)
		    : create_parts(db, model, &sql, error);
	text_finish(&sql);
	return done;
}
