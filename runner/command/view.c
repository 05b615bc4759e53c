#include "command/view.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "database/database.h"
#include "lock/lock.h"

static bool is_absent(const struct connection *connection)
{
	return driver_is_embedded(connection->driver) && access(connection->schema, F_OK) != 0;
}

enum { NAMES_MOST = 1000 };

/* Those that may be under way: what is pending, and for a rollback the newest ones. */
static size_t collect_names(const struct view *view, const char **names)
{
	const struct history *history = view->history;
	size_t count = 0;

	for (size_t i = 0; i < view->catalog->count && count < NAMES_MOST; i++)
		if (!history_find(history, view->catalog->entries[i].name))
			names[count++] = view->catalog->entries[i].name;
	for (size_t i = history->count; i > 0 && count < NAMES_MOST; i--)
		names[count++] = history->records[i - 1].name;
	return count;
}

/* Where it cannot be known, one that is recorded as running is taken for one that does. */
static bool somebody_works(struct view *view)
{
	const char **names = memory_alloc(NAMES_MOST * sizeof *names);
	const size_t count = collect_names(view, names);
	const bool known = lock_find_holder(view->db, names, count, &view->holder);

	free(names);
	return !known || view->holder.who;
}

/* An embedded database that is not there stays so. */
static bool open_database(struct view *view, const struct options *options, struct error *error)
{
	if (is_absent(view->config->connection))
		return true;
	view->db = database_open(view->config, DATABASE_READS,
				 options->wait > 0 ? options->wait : 0, error);
	return view->db != NULL;
}

bool view_open_database(struct view *view, struct options *options, struct error *error)
{
	*view = (struct view){ .config = settings_load(options, false, error) };
	return view->config && open_database(view, options, error);
}

static bool read_history(struct view *view, struct options *options, struct error *error)
{
	if (!open_database(view, options, error))
		return false;
	view->history =
		view->db ? history_read(view->db, error) : memory_alloc(sizeof *view->history);
	if (view->history && !view->history->exists)
		output_note(&options->output, "there is no history yet: glim migration:init");
	else if (view->history && !view->history->complete)
		output_note(&options->output,
			    "the history is of an older version: glim migration:init upgrades it");
	return view->history != NULL;
}

bool view_open(struct view *view, struct options *options, bool without_database,
	       struct error *error)
{
	*view = (struct view){ .config = settings_load(options, without_database, error) };
	if (!view->config)
		return false;
	view->catalog = plugins_read(options, view->config, error);
	if (!view->catalog)
		return false;
	if (without_database)
		view->history = memory_alloc(sizeof *view->history);
	else if (!read_history(view, options, error))
		return false;
	view->overview =
		overview_make(view->catalog, view->history, view->db && somebody_works(view));
	overview_mark_running(view->overview, view->holder.migration);
	return true;
}

void view_close(struct view *view)
{
	lock_holder_finish(&view->holder);
	overview_destroy(view->overview);
	history_destroy(view->history);
	database_close(view->db);
	catalog_destroy(view->catalog);
	config_destroy(view->config);
}

char *view_title(const struct view *view)
{
	if (view->db)
		return database_title(view->db);
	if (view->config->connection)
		return memory_format("%s (not there yet)", view->config->connection->schema);
	return memory_copy("no database");
}
