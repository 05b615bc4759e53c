#include "verdict.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"

enum { MOST_RUNS = 3, PATIENCE = 400 * 1000000, LEAVING = 10 * 1000000 };

enum found verdict_find(struct world *world, enum stage stage)
{
	const long whole =
		side_number(world->side, "SELECT COUNT(*) FROM glim_migrations WHERE state = "
					 "'applied' AND direction = 'run'");
	const long steps = side_number(world->side, "SELECT COUNT(*) FROM glim_steps");

	if (steps)
		return FOUND_HALF;
	if (stage == STAGE_UP)
		return whole == world_migrations(world) ? FOUND_ALL : FOUND_NOTHING;
	return whole == 0 ? FOUND_ALL : FOUND_NOTHING;
}

bool verdict_recover(struct world *world, const char *command, struct verdict *verdict)
{
	struct runner runner;

	for (verdict->runs = 1;; verdict->runs++) {
		world_start(world, &runner, verdict->runs, command, NULL);
		if (!runner_wait(&runner, PATIENCE)) {
			kill(runner.pid, SIGKILL);
			runner_wait(&runner, PATIENCE);
			runner_show(&runner);
			return world_fail(world, "the run after the fault does not end");
		}
		verdict->step_done |= runner_says(&runner, "had taken effect");
		if (runner_exit(&runner) == 0)
			return true;
		if (verdict->runs >= MOST_RUNS)
			break;
	}
	runner_show(&runner);
	return world_fail(world, "after the fault `glim %s` exits with %d", command,
			  runner_exit(&runner));
}

/* ---- What has to hold ---- */

static bool expect(struct world *world, const char *what, long is, long wanted)
{
	return is == wanted || world_fail(world, "%s: %ld, not %ld", what, is, wanted);
}

static bool check_history(struct world *world, enum stage stage)
{
	struct side *side = world->side;
	const long wanted = stage == STAGE_UP ? world_migrations(world) : 0;

	return expect(world, "rows in glim_steps",
		      side_number(side, "SELECT COUNT(*) FROM glim_steps"), 0) &&
	       expect(world, "rows in glim_migrations",
		      side_number(side, "SELECT COUNT(*) FROM glim_migrations"), wanted) &&
	       expect(world, "migrations that are plainly applied",
		      side_number(side, "SELECT COUNT(*) FROM glim_migrations WHERE state = "
					"'applied' AND direction = 'run' AND error IS NULL"),
		      wanted);
}

static bool check_log(struct world *world, enum stage stage)
{
	struct side *side = world->side;
	const char *event = stage == STAGE_UP ? "run" : "rollback";

	return expect(world, "migrations that the log says were done",
		      side_number(side, "SELECT COUNT(*) FROM glim_log WHERE event = '%s'", event),
		      world_migrations(world));
}

static bool check_counters(struct world *world, enum stage stage)
{
	for (int kind = 0; kind < KINDS; kind++) {
		const bool used = world->kinds & 1U << kind;
		const long each = world_migrations_of((enum kind)kind);
		char what[80];
		long number;

		snprintf(what, sizeof what, "the counter of %s", kind_names[kind]);
		number = side_number(world->side,
				     "SELECT n + 1000 * downs FROM counters WHERE name = '%s'",
				     kind_names[kind]);
		if (!expect(world, what, number,
			    !used || stage == STAGE_NEVER ? 0
			    : stage == STAGE_UP           ? each
							  : 1000 * each))
			return false;
	}
	return true;
}

static void first_difference(const char *is, const char *wanted, char out[700])
{
	size_t at = 0;

	while (is[at] && is[at] == wanted[at])
		at++;
	while (at && is[at - 1] != '\n')
		at--;
	snprintf(out, 700, "%.300s\n  instead of\n%.300s", is + at, wanted + at);
}

static bool check_looks(struct world *world, enum stage stage)
{
	const char *wanted = world->references[world->base][world->kinds][stage].looks;
	char *is = world_look(world);
	char difference[700];
	const bool same = wanted && strcmp(is, wanted) == 0;

	if (!same)
		first_difference(is, wanted ? wanted : "", difference);
	free(is);
	return same || world_fail(world, "the database looks otherwise:\n%s", difference);
}

static bool lock_is_free(struct world *world)
{
	char path[200];
	bool taken;
	int fd;

	snprintf(path, sizeof path, "%s/test.db.glim-lock", world->dir);
	fd = open(path, O_RDWR | O_CLOEXEC);
	taken = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
	close(fd);
	return !taken || world_fail(world, "the lock of the file is still held");
}

/* One that has ended stays in the server's list for a moment. */
static bool no_session(struct world *world)
{
	return world_await_sessions(world) ||
	       world_fail(world, "a session is left on the server, and its lock");
}

static bool nothing_left(struct world *world)
{
	char name[64];

	if (!runner_reap(LEAVING, world->server_pid, name, sizeof name))
		return world_fail(world, "the process %s is left behind", name);
	return world->base == BASE_SQLITE ? lock_is_free(world) : no_session(world);
}

bool verdict_check(struct world *world, enum stage stage)
{
	return check_history(world, stage) && check_counters(world, stage) &&
	       (stage == STAGE_NEVER || check_log(world, stage)) && check_looks(world, stage);
}

bool verdict_reach(struct world *world, enum stage stage, const char *command,
		   struct verdict *verdict)
{
	*verdict = (struct verdict){ .found = verdict_find(world, stage) };
	return verdict_recover(world, command, verdict) && nothing_left(world) &&
	       verdict_check(world, stage);
}
