#include "execute/settle.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/checkpoint.h"
#include "execute/difference.h"
#include "execute/fingerprint.h"
#include "execute/migration.h"

static const char equal_why[] = "it exchanges objects that look the same";

bool settle_before(struct migration *migration, const char *sql, bool plain, char **fingerprint,
		   const char **why, struct failure *failure)
{
	struct database *db = migration->execution->db;
	struct object_list list = { 0 };

	*fingerprint = NULL;
	*why = plain ? db->dialect->plain_why : NULL;
	if (plain)
		return true;
	db->dialect->objects(&db->dialect->lexis, sql, &list);
	if (list.fate == FATE_REPEATABLE)
		*fingerprint = memory_copy(STEP_REPEATABLE);
	else if (list.fate == FATE_COMPARE)
		*fingerprint = fingerprint_take(db, &list, failure);
	else
		*why = list.why;
	if (*fingerprint && list.fate == FATE_COMPARE && fingerprint_ambiguous(*fingerprint)) {
		free(*fingerprint);
		*fingerprint = NULL;
		*why = equal_why;
	}
	object_list_finish(&list);
	return *fingerprint || *why;
}

bool settle_all_or_nothing(const struct migration *migration, const char *sql)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	struct object_list list = { 0 };
	bool whole;

	dialect->objects(&dialect->lexis, sql, &list);
	whole = list.all_or_nothing;
	object_list_finish(&list);
	return whole;
}

bool settle_repeatable(const struct migration *migration, const char *sql)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	struct object_list list = { 0 };
	bool repeatable;

	dialect->objects(&dialect->lexis, sql, &list);
	repeatable = list.fate == FATE_REPEATABLE;
	object_list_finish(&list);
	return repeatable;
}

static enum settled ask_person(struct migration *migration, const struct step_record *row,
			       const char *what, const char *why)
{
	migration_for_person(migration, row->site, row->sql, "step %lld %s%s%s",
			     (long long)row->step, what, why ? ": " : "", why ? why : "");
	return SETTLED_UNKNOWN;
}

/* Somebody else's index or partition on the same table does not tell that the statement was done.
 */
static bool is_own_change(const struct migration *migration, const struct step_record *row,
			  const char *now)
{
	char *before = fingerprint_shown(row->fingerprint), *after = fingerprint_shown(now);
	const bool own = !before || !after ||
			 difference_is_own(&migration->execution->db->dialect->lexis, before, after,
					   row->sql);

	free(before);
	free(after);
	return own;
}

static enum settled compare(struct migration *migration, const struct step_record *row,
			    const char *now, const char *half_done)
{
	switch (fingerprint_compare(row->fingerprint, now)) {
	case FINGERPRINT_SAME:
		return SETTLED_NOT_DONE;
	case FINGERPRINT_CHANGED:
		return is_own_change(migration, row, now) ? SETTLED_DONE : SETTLED_NOT_DONE;
	case FINGERPRINT_MIXED:
		break;
	}
	return ask_person(migration, row,
			  "was sent, and its objects do not show clearly whether it took effect",
			  half_done);
}

enum settled settle_step(struct migration *migration, const struct step_record *row)
{
	struct database *db = migration->execution->db;
	struct object_list list = { 0 };
	struct failure failure = { 0 };
	enum settled settled;
	char *now;

	if (!row->fingerprint)
		return ask_person(migration, row,
				  "was sent, and whether it took effect cannot be known",
				  row->note);
	if (strcmp(row->fingerprint, STEP_REPEATABLE) == 0)
		return SETTLED_NOT_DONE;
	if (checkpoint_rows(row->fingerprint))
		return ask_person(migration, row, "is a backfill that has not come to its end",
				  NULL);
	if (checkpoint_is(row->fingerprint))
		return SETTLED_NOT_DONE;
	db->dialect->objects(&db->dialect->lexis, row->sql, &list);
	now = fingerprint_take(db, &list, &failure);
	settled =
		now ? compare(migration, row, now, list.half_done)
		    : ask_person(migration, row,
				 "was sent, and its objects cannot be read to see whether it took "
				 "effect",
				 failure.message);
	free(now);
	failure_finish(&failure);
	object_list_finish(&list);
	return settled;
}
