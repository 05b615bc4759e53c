#include "execute/ahead.h"

#include <unistd.h>

#include "execute/migration.h"

/* What is wrong with it is told at its turn, when it is opened again. */
static bool open_next(struct execution *execution)
{
	struct ahead *ahead = &execution->opened;
	struct entry *entry = execution->next->entry;
	struct error ignored = { 0 };

	if (entry && catalog_open_image(execution->catalog, entry, &ahead->image, &ignored))
		ahead->entry = entry;
	error_finish(&ignored);
	return ahead->entry != NULL;
}

static bool has_code(const struct plan_item *item)
{
	return item->entry && !item->entry->facts.only_sql;
}

/* So many of those that come soon need a process. */
static size_t processes(const struct execution *execution)
{
	enum { SOON = 16 };
	size_t count = 0;

	for (size_t i = 0; execution->next && i < execution->ahead && i < SOON; i++)
		count += has_code(&execution->next[i]);
	return count;
}

static void prepare(void *data)
{
	const struct migration *migration = data;
	struct execution *execution = migration->execution;
	struct host_task task;

	host_prepare(execution->host, processes(execution));
	if (!execution->next || execution->opened.entry || !open_next(execution) ||
	    !execution->next->entry->facts.inert || !has_code(execution->next))
		return;
	task = migration_task(execution, execution->next->entry, migration->direction,
			      &execution->opened.image);
	host_load(execution->host, &task);
}

void ahead_prepare(struct migration *migration)
{
	struct packet *packet = &migration->execution->db->packet;

	if (packet->open)
		packet->meanwhile = prepare;
	else
		prepare(migration);
}

void ahead_end(struct migration *migration)
{
	migration->execution->db->packet.meanwhile = NULL;
}

bool ahead_take(struct execution *execution, const struct entry *entry, struct plugin_image *image)
{
	if (execution->opened.entry != entry) {
		ahead_forget(execution);
		return false;
	}
	*image = execution->opened.image;
	execution->opened.entry = NULL;
	return true;
}

void ahead_forget(struct execution *execution)
{
	if (execution->opened.entry)
		close(execution->opened.image.fd);
	execution->opened.entry = NULL;
}
