#include "execute/upsert.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/names.h"
#include "execute/key.h"
#include "execute/rehearse.h"
#include "execute/step.h"

static char *key_names(const struct bulk *bulk)
{
	struct text names = { 0 };

	for (size_t i = 0; i < bulk->count; i++)
		if (bulk->is_key[i])
			text_print(&names, "%s%s", names.length ? ", " : "", bulk->columns[i]);
	return text_take(&names);
}

static bool is_of_key(const struct bulk *bulk, enum names_rule rule, const char *column)
{
	const size_t at = names_find(bulk->columns, bulk->count, rule, column);

	return at < bulk->count && bulk->is_key[at];
}

static bool index_is_key(const struct key_columns *columns, const char *index,
			 const struct bulk *bulk)
{
	size_t parts = 0;

	for (size_t i = 0; i < columns->count; i++) {
		const struct key_column *part = &columns->list[i];

		if (!part->index || strcmp(part->index, index) != 0)
			continue;
		if (!is_of_key(bulk, columns->rule, part->name))
			return false;
		parts++;
	}
	return parts == bulk_key_count(bulk);
}

static bool an_index_is_key(const struct key_columns *columns, const struct bulk *bulk)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->list[i].index && index_is_key(columns, columns->list[i].index, bulk))
			return true;
	return false;
}

static bool refuse(struct migration *migration, const struct bulk *bulk, const char *site)
{
	char *names = key_names(bulk);

	migration_misuse(migration, site, NULL,
			 "rows of %s do not collide by the key \"%s\", and each would be inserted: "
			 "no unique index consists of exactly these columns",
			 bulk->table, names);
	free(names);
	return false;
}

/* A rehearsal that executes nothing has not made the index either. */
static bool is_asked(const struct migration *migration, const struct bulk *bulk)
{
	const struct dialect *dialect = migration->execution->db->dialect;

	return bulk->mode == BULK_UPSERT && !dialect->names_conflicts &&
	       (!migration->rehearsal || migration->rehearsal->transaction);
}

/* Of a table that is not described, as a temporary one is not, nothing is known. */
bool upsert_check(struct migration *migration, const struct bulk *bulk, const char *site)
{
	const struct key_columns *columns;

	if (!is_asked(migration, bulk) || key_is_of_another(migration, bulk->table))
		return true;
	columns = key_describe(migration, bulk->table, site);
	return columns &&
	       (!columns->count || an_index_is_key(columns, bulk) || refuse(migration, bulk, site));
}
