#include "command/view.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "database/database.h"

static bool is_absent(const struct connection *connection)
{
	return driver_is_embedded(connection->driver) && access(connection->schema, F_OK) != 0;
}

/* Only asked when there is a `running` record: does its runner still live? */
static bool somebody_works(const struct view *view)
{
	struct lock_holder holder = { 0 };
	struct failure failure = { 0 };
	enum lock_answer answer = LOCK_TAKEN;
	bool running = false;

	for (size_t i = 0; i < view->history->count; i++)
		running |= view->history->records[i].state == RECORD_RUNNING;
	if (running)
		answer = view->db->driver->try_lock(view->db->session, "glim_migrations", &holder,
						    &failure);
	if (running && answer == LOCK_TAKEN)
		view->db->driver->unlock(view->db->session);
	lock_holder_finish(&holder);
	failure_finish(&failure);
	return answer != LOCK_TAKEN;
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
	return true;
}

void view_close(struct view *view)
{
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
