#include "execute/train.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "execute/comeback.h"
#include "execute/migration.h"

struct train {
	struct execution *execution;
	enum direction direction;
	const struct train_listener *listener;
	const struct plan_item *items; /* the first of those that are left, and how many are */
	size_t left;
	struct migration list[TRAIN_MOST];
	size_t count; /* that travel */
	size_t begun; /* of the list: the last one may stay behind */
	size_t done;
	bool session_changed;
};

/* ---- Who travels ---- */

static bool are_possible(const struct execution *execution)
{
	return execution->db->driver->send && execution->group.most <= 1 && !execution->timeout &&
	       !execution->output->events;
}

/* It needs no answer, of its code or of the database, before its end. */
static bool is_passenger(const struct execution *execution, const struct plan_item *item)
{
	const struct plugin_facts *facts = item->entry ? &item->entry->facts : NULL;

	return facts && facts->only_sql && !facts->rebuilds && !facts->timeout &&
	       !item->half_done && item != execution->alone;
}

static size_t count_passengers(const struct train *train)
{
	size_t found = 0;

	while (found < train->left && found < TRAIN_MOST &&
	       is_passenger(train->execution, &train->items[found]))
		found++;
	return found;
}

/* ---- What is sent ---- */

static bool ask(struct migration *migration, const struct plugin_image *image)
{
	struct error ignored = { 0 };
	bool done;

	replay_start(migration, NULL, 0);
	done = migration_call(migration, image, &ignored) && migration->status == GLIM_OK;
	error_finish(&ignored);
	return done;
}

static bool end(struct migration *migration)
{
	struct failure ignored = { 0 };
	const bool done = finish_later(migration, &ignored);

	failure_finish(&ignored);
	return done && !migration->execution->db->packet.expected;
}

/* What is in its way is found again, and told, when it is executed alone. */
static bool compose(struct migration *migration)
{
	struct execution *execution = migration->execution;
	struct entry *entry = migration->item->entry;
	struct plugin_image image = { .fd = -1 };
	struct error ignored = { 0 };
	const bool opened = migration_open(migration, &image, &ignored);
	const bool done = opened && is_passenger(execution, migration->item) &&
			  ask(migration, &image) && end(migration);

	error_finish(&ignored);
	if (opened && !done)
		ahead_give_back(execution, entry, &image);
	if (image.fd >= 0)
		close(image.fd);
	return done;
}

static bool take(struct train *train, const struct plan_item *item)
{
	struct database *db = train->execution->db;
	struct migration *migration = &train->list[train->begun++];
	const size_t before = db->packet.count;

	migration_start(migration, train->execution, item, train->direction);
	migration->travels = true;
	if (compose(migration))
		return ++train->count;
	database_drop_behind(db, before);
	return false;
}

/* False: there are not two of them. */
static bool take_all(struct train *train)
{
	const struct packet *packet = &train->execution->db->packet;
	const size_t most = count_passengers(train);

	while (most > 1 && train->count < most && !packet_is_full(packet) &&
	       take(train, &train->items[train->count]))
		;
	return train->count > 1;
}

static void destroy(struct train *train)
{
	for (size_t i = 0; train && i < train->begun; i++)
		migration_finish(&train->list[i]);
	free(train);
}

static struct train *create(struct execution *execution, const struct plan_item *items, size_t left,
			    enum direction direction)
{
	struct train *train = memory_alloc(sizeof *train);

	train->execution = execution;
	train->direction = direction;
	train->items = items;
	train->left = left;
	return train;
}

/* NULL: the first is to be executed alone. */
static struct train *compose_all(struct execution *execution, const struct plan_item *items,
				 size_t left, enum direction direction)
{
	struct train *train = create(execution, items, left, direction);

	if (take_all(train))
		return train;
	database_drop(execution->db);
	destroy(train);
	return NULL;
}

void train_forget(struct execution *execution)
{
	if (!execution->composed)
		return;
	database_drop(execution->db);
	destroy(execution->composed);
	execution->composed = NULL;
}

/* ---- On the way ---- */

static void begin(struct train *train)
{
	struct migration *migration = &train->list[train->done];

	migration->began = clock_elapsed();
	train->listener->begins(train->listener->data, migration->item);
	migration_announce(migration);
}

static void end_one(void *data)
{
	struct train *train = data;
	struct migration *migration = &train->list[train->done];
	struct execution_result result = { 0 };

	migration->transaction.open = false;
	migration_announce_end(migration, true);
	migration_result(migration, &result);
	train->listener->done(train->listener->data, migration->item, &result);
	if (++train->done < train->count)
		begin(train);
}

static void ignore(void *data, uint32_t step, const struct outcome *outcome)
{
	(void)data;
	(void)step;
	(void)outcome;
}

/* Those behind it are composed while the database works. */
static void compose_next(void *data)
{
	const struct train *train = data;
	struct execution *execution = train->execution;

	ahead_open(execution, train->direction);
	if (!execution->plain_tables_known) /* nor could it be asked now */
		return;
	execution->composed = compose_all(execution, train->items + train->count,
					  train->left - train->count, train->direction);
}

static bool send(struct train *train, struct failure *failure)
{
	struct database *db = train->execution->db;
	bool good;

	begin(train);
	db->packet.data = train;
	db->packet.ended = end_one;
	db->packet.meanwhile = compose_next;
	db->packet.again = true;
	good = database_flush(db, failure);
	db->packet.again = false;
	db->packet.ended = NULL; /* what follows is no part of it */
	return good;
}

/* ---- A failure ---- */

/* The records tell what was done, and whether another run has gone on from there. */
static void look(struct train *train, const struct history *history)
{
	const size_t heard = train->done;

	while (train->done < train->count && comeback_finds(&train->list[train->done], history))
		end_one(train);
	if (train->done > heard) /* the answer that is missing is of no step of this one */
		train->execution->db->packet.failed_step = 0;
	if (train->done == train->count)
		return;
	train->list[train->done].transaction.open = false;
	comeback_look(&train->list[train->done], history);
}

/* False: nobody can be asked. */
static bool settle(struct train *train)
{
	struct history *history = comeback(train->execution, COMEBACK_SETTLE);

	train->session_changed = true;
	if (!history)
		return false;
	look(train, history);
	history_destroy(history);
	return true;
}

static bool blame(struct train *train, struct failure *failure, bool known,
		  struct train_result *result, struct error *error)
{
	struct migration *migration = &train->list[train->done];

	pending_stick(migration, failure);
	if (again_start(migration, 0)) {
		train->execution->alone = migration->item;
		migration_announce_end(migration, true);
		return true;
	}
	if (!known)
		finish_unknown(migration, error);
	finish_badly(migration, &result->failed, error);
	migration_announce_end(migration, false);
	migration_result(migration, &result->failed);
	if (!known)
		result->unknown = train->count - train->done - 1;
	return false;
}

static bool fail(struct train *train, struct failure *failure, struct train_result *result,
		 struct error *error)
{
	struct database *db = train->execution->db;
	bool known = true, good = true;

	train_forget(train->execution);
	db->packet.whole = false;
	db->finishing = true;
	if (failure->kind == FAILURE_LOST || !db->session)
		known = settle(train);
	if (train->done < train->count)
		good = blame(train, failure, known, result, error);
	db->finishing = false;
	return good;
}

static bool travel(struct train *train, struct train_result *result, struct error *error)
{
	struct failure failure = { 0 };
	const bool good = send(train, &failure) || fail(train, &failure, result, error);

	failure_finish(&failure);
	result->done = train->done;
	result->session_changed = train->session_changed;
	return good;
}

static bool set_out(struct train *train, const struct train_listener *listener,
		    struct train_result *result, struct error *error)
{
	bool good;

	train->listener = listener;
	train->execution->next = train->items + train->count;
	train->execution->ahead = train->left - train->count;
	good = travel(train, result, error);
	destroy(train);
	return good;
}

static struct train *composed(struct execution *execution, const struct plan_item *items,
			      size_t count, enum direction direction)
{
	struct train *train = execution->composed;

	if (train && train->items == items) {
		execution->composed = NULL;
		return train;
	}
	train_forget(execution);
	packet_open(execution->db, ignore, NULL);
	execution->db->packet.whole = true;
	return compose_all(execution, items, count, direction);
}

bool execute_train(struct execution *execution, const struct plan_item *items, size_t count,
		   enum direction direction, const struct train_listener *listener,
		   struct train_result *result, struct error *error)
{
	struct train *train;
	bool good;

	*result = (struct train_result){ 0 };
	if (count < 2 || !are_possible(execution) || !is_passenger(execution, items))
		return true;
	train = composed(execution, items, count, direction);
	good = !train || set_out(train, listener, result, error);
	if (!execution->composed)
		execution->db->packet.open = false;
	return good;
}
