#include "execute/migration.h"

static bool is_untouched(const struct record *then, const struct record *now)
{
	if (!then || !now)
		return then == now;
	if (then->state != now->state || then->direction != now->direction ||
	    then->created_at != now->created_at || !then->last_step != !now->last_step)
		return false;
	return !then->last_step || then->last_step->step == now->last_step->step;
}

/* A resumed run leaves the record as it is until its end. */
static bool has_row(const struct migration *migration, const struct record *record, uint32_t step)
{
	const int64_t created_at = migration->replay.count ? migration->item->record->created_at
							   : migration->record.created_at;

	return step && record && record->state != RECORD_APPLIED &&
	       record->direction == migration->direction && record->created_at == created_at &&
	       record->last_step && record->last_step->step == step;
}

static void learn_of_row(struct migration *migration)
{
	migration->journaled = true;
	migration->record.exists = true;
	migration->kept = migration->row_sent - 1;
	migration->boundary = 0;
}

bool overtaken_by_another(struct migration *migration, const struct history *history)
{
	const struct record *record = history_find(history, migration->name);

	if (has_row(migration, record, migration->row_sent)) {
		learn_of_row(migration);
		return false;
	}
	if (migration->row)
		return !has_row(migration, record, migration->row);
	return !is_untouched(migration->item->record, record);
}
