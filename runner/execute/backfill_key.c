#include "execute/backfill.h"

#include "data/names.h"
#include "execute/key.h"

/* The walk goes by the key, and would meet the row again or leave others out. */

static bool refuse_written(struct migration *migration, const char *key)
{
	const struct running_backfill *backfill = migration->backfill;

	return migration_misuse(migration, backfill->site, backfill->sql,
				"a backfill cannot write its own key %s", key);
}

static bool refuse_named(struct migration *migration, const char *key, const char *name)
{
	const struct running_backfill *backfill = migration->backfill;

	return migration_misuse(migration, backfill->site, backfill->sql,
				"a backfill cannot write its own key %s, which %s is another name "
				"of",
				key, name);
}

bool backfill_leaves_key_alone(struct migration *migration)
{
	const struct backfill *asked = &migration->backfill->asked;
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;

	for (size_t i = 0; asked->set && i < asked->selection.key_count; i++)
		if (statement_assigns(lexis, asked->set, asked->selection.key[i]))
			return refuse_written(migration, asked->selection.key[i]);
	return true;
}

static bool writes(const struct migration *migration, const char *name)
{
	const struct backfill *asked = &migration->backfill->asked;
	const struct dialect *dialect = migration->execution->db->dialect;

	if (asked->set)
		return statement_assigns(&dialect->lexis, asked->set, name);
	return names_find(asked->writes, asked->write_count, dialect->names_rule, name) <
	       asked->write_count;
}

static bool refuse_moving(struct migration *migration, const char *name)
{
	const struct running_backfill *backfill = migration->backfill;

	return migration_misuse(migration, backfill->site, backfill->sql,
				"the key column %s of %s changes by itself when a row is written "
				"(it is generated, or set ON UPDATE): rows would be rewritten "
				"twice, or left out",
				name, backfill->asked.selection.table);
}

static bool check_mover(struct migration *migration, const char *key, const char *mover)
{
	if (names_same(migration->execution->db->dialect->names_rule, mover, key))
		return migration->backfill->asked.selection.key_vouched ||
		       refuse_moving(migration, key);
	return !writes(migration, mover) || refuse_named(migration, key, mover);
}

bool backfill_key_stays(struct migration *migration)
{
	const struct selection *selection = &migration->backfill->asked.selection;
	const struct key_columns *known = key_known(migration, selection->table);
	const char *mover;

	for (size_t i = 0; known && i < selection->key_count; i++)
		for (size_t n = 0; (mover = key_moved_by(known, selection->key[i], n)); n++)
			if (!check_mover(migration, selection->key[i], mover))
				return false;
	return true;
}
