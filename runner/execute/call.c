#include <string.h>

#include "base/clock.h"
#include "execute/migration.h"
#include "execute/rehearse.h"
#include "interrupt/interrupt.h"
#include "script/script.h"

/* One call of run() or rollback(): the task for the guest, and what the plugin tells meanwhile. */

static void on_fail(void *data, int status, const char *message)
{
	struct migration *migration = data;

	pending_flush(migration);
	if (migration->replay.active)
		replay_fail(migration, status, message);
	else
		migration_say(migration, status, message);
}

static void on_log(void *data, int level, const char *message)
{
	struct migration *migration = data;

	if (level == GLIM_DEBUG && !migration->execution->output->verbose)
		return;
	output_plugin(migration->execution->output, migration->name, message, strlen(message));
}

static void on_print(void *data, const char *line, size_t length)
{
	struct migration *migration = data;

	output_plugin(migration->execution->output, migration->name, line, length);
}

static void on_progress(void *data, uint64_t done, uint64_t total)
{
	struct migration *migration = data;

	progress_count(migration->execution->progress, done, total);
}

static void on_look(void *data)
{
	struct migration *migration = data;

	if (migration->rehearsal)
		migration->rehearsal->looked(migration->rehearsal->data);
}

/* Asked whenever the host wakes up: also the moment to keep an idle session alive. */
static bool on_wake(void *data)
{
	struct migration *migration = data;

	interrupt_drain();
	if (interrupt_signal())
		return true;
	database_idle(migration->execution->db);
	return false;
}

struct host_task migration_task(const struct execution *execution, const struct entry *entry,
				enum direction direction, const struct plugin_image *image)
{
	const uint32_t own = entry->facts.timeout;

	return (struct host_task){
		.name = entry->name,
		.image = image->fd,
		.content = image->checksum,
		.verb = direction == DIRECTION_RUN ? WIRE_VERB_RUN : WIRE_VERB_ROLLBACK,
		.driver = execution->db->dialect->name,
		.names_rule = execution->db->dialect->names_rule,
		.timeout = own ? own * INT64_C(1000000) : execution->timeout,
		.memory_limit = execution->memory_limit,
	};
}

/* What the code of such a plugin would ask for is known without a process for it. */
static bool hand_over(struct migration *migration, const struct script *script)
{
	const struct host_request request = {
		.kind = WIRE_SCRIPT,
		.file = script->site,
		.line = 1,
		.sql = script->text,
	};
	struct host_reply reply;

	migration->end = (struct host_result){ .end = HOST_DONE };
	migration_request(migration, &request, NULL, &reply);
	return true;
}

static bool have_host(struct execution *execution, struct error *error)
{
	if (!execution->host)
		execution->host = host_create(error);
	return execution->host != NULL;
}

bool migration_call(struct migration *migration, const struct plugin_image *image,
		    struct error *error)
{
	struct execution *execution = migration->execution;
	const struct plugin_facts *facts = &migration->item->entry->facts;
	const struct host_task task =
		migration_task(execution, migration->item->entry, migration->direction, image);
	const struct host_service service = {
		.request = migration_request,
		.fail = on_fail,
		.log = on_log,
		.print = on_print,
		.progress = on_progress,
		.waits = migration_waits,
		.idle = migration_idle,
		.looked = on_look,
		.stopped = on_wake,
		.wake_fd = interrupt_fd(),
		.data = migration,
	};

	execution->db->deadline = task.timeout ? clock_elapsed() + task.timeout : 0;
	if (facts->only_sql)
		return hand_over(migration, facts->script);
	return have_host(execution, error) &&
	       host_run(execution->host, &task, &service, &migration->end, error);
}
