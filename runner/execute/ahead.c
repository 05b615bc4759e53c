#include "execute/ahead.h"

#include <string.h>
#include <unistd.h>

#include "execute/migration.h"

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

/* What is wrong with it is told at its turn, when it is opened again. */
static bool open_one(struct execution *execution, struct entry *entry)
{
	struct ahead *ahead = &execution->opened;
	struct opened *opened = &ahead->list[ahead->count];
	struct error ignored = { 0 };
	const bool done =
		entry && catalog_open_image(execution->catalog, entry, &opened->image, &ignored);

	error_finish(&ignored);
	if (!done)
		return false;
	opened->entry = entry;
	ahead->count++;
	return true;
}

/* Where the next one has code, it alone is. */
static void open_all(struct execution *execution)
{
	const struct ahead *ahead = &execution->opened;
	const struct plan_item *next = execution->next;

	while (ahead->count < AHEAD_MOST && ahead->count < execution->ahead &&
	       !(ahead->count && (has_code(&next[0]) || has_code(&next[ahead->count]))) &&
	       open_one(execution, next[ahead->count].entry))
		;
}

void ahead_open(struct execution *execution, enum direction direction)
{
	const struct ahead *ahead = &execution->opened;
	const size_t before = ahead->count;
	struct host_task task;

	host_prepare(execution->host, processes(execution));
	if (!execution->next)
		return;
	open_all(execution);
	if (before || !ahead->count || !has_code(execution->next) ||
	    !execution->next->entry->facts.inert)
		return;
	task = migration_task(execution, execution->next->entry, direction, &ahead->list[0].image);
	host_load(execution->host, &task);
}

static void prepare(void *data)
{
	const struct migration *migration = data;

	ahead_open(migration->execution, migration->direction);
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
	struct ahead *ahead = &execution->opened;

	if (!ahead->count || ahead->list[0].entry != entry) {
		ahead_forget(execution);
		return false;
	}
	*image = ahead->list[0].image;
	memmove(ahead->list, ahead->list + 1, --ahead->count * sizeof *ahead->list);
	return true;
}

void ahead_give_back(struct execution *execution, const struct entry *entry,
		     struct plugin_image *image)
{
	struct ahead *ahead = &execution->opened;

	memmove(ahead->list + 1, ahead->list, ahead->count++ * sizeof *ahead->list);
	ahead->list[0] = (struct opened){ entry, *image };
	image->fd = -1;
}

void ahead_forget(struct execution *execution)
{
	struct ahead *ahead = &execution->opened;

	while (ahead->count)
		close(ahead->list[--ahead->count].image.fd);
}
