#include "execute/settle.h"

#include "execute/migration.h"

bool settle_before(struct migration *migration, const char *sql, bool plain, char **fingerprint,
		   const char **why, struct failure *failure)
{
	(void)migration, (void)sql, (void)plain, (void)failure;
	*fingerprint = NULL;
	*why = "its objects are not compared";
	return true;
}

bool settle_all_or_nothing(const struct migration *migration, const char *sql)
{
	(void)migration, (void)sql;
	return true;
}

bool settle_repeatable(const struct migration *migration, const char *sql)
{
	return statement_has_word(&migration->execution->db->dialect->lexis, sql, "SET");
}

enum settled settle_step(struct migration *migration, const struct step_record *row)
{
	migration_for_person(migration, row->site, row->sql,
			     "step %lld was sent, and whether it took effect cannot be known",
			     (long long)row->step);
	return SETTLED_UNKNOWN;
}
