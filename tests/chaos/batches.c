/*
 * Many small migrations behind one commit, or with a commit each in one packet, alone or with
 * larger ones among them: wherever a run breaks off, what is recorded is done, and what is done is
 * recorded.
 */
#include "batches.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

enum { PATIENCE = 400 * 1000000, MOST_PLACES = 250, EXIT_FAILED = 1 };

static const struct many {
	enum kind kind;
	const char *names;
	bool shares; /* a commit */
} small = { KIND_SMALL, SMALL_NAMES, true }, shorts = { KIND_SHORT, SHORT_NAMES, false };

static const struct many *many_of(const struct world *world)
{
	return world->kinds & 1U << KIND_SHORT ? &shorts : &small;
}

/* ---- What has to hold at every moment ---- */

/* Of one that is rolled back the record goes last: as long as it is there, nothing is undone. */
static long recorded(struct world *world)
{
	return side_number(world->side,
			   "SELECT COUNT(*) FROM glim_migrations WHERE name IN (%s) AND "
			   "(state = 'applied' OR direction = 'rollback')",
			   many_of(world)->names);
}

static long done(struct world *world)
{
	return side_number(world->side, "SELECT COUNT(*) FROM notes WHERE who = '%s'",
			   kind_names[many_of(world)->kind]);
}

static bool agrees(struct job *job, const char *what)
{
	struct world *world = job->world;
	long is, says;

	world_await_sessions(world);
	is = done(world);
	says = recorded(world);
	if (is == says)
		return true;
	world_fail(world, "%ld of the many migrations are recorded, %ld are done", says, is);
	return job_violated(job, what);
}

/* ---- Faults ---- */

struct broken {
	struct runner runner;
	char what[200];
};

static void command_of(struct job *job, enum stage stage, char out[80])
{
	const int most = 1 + (int)chance_below(&job->chance, SMALL);

	if (many_of(job->world)->shares)
		snprintf(out, 80, "%s --batch %d", world_command(stage), most);
	else
		snprintf(out, 80, "%s", world_command(stage));
}

static void die_at_a_place(struct job *job, const char *command, struct broken *broken)
{
	const int place = 1 + (int)chance_below(&job->chance, MOST_PLACES);
	char chaos[40];

	snprintf(chaos, sizeof chaos, "any:%d", place);
	snprintf(broken->what, sizeof broken->what, "%s, %s", chaos, command);
	world_start(job->world, &broken->runner, 0, command, chaos);
	runner_wait(&broken->runner, PATIENCE);
}

static void lose_session(struct job *job, const char *command, struct broken *broken)
{
	const int place = 1 + (int)chance_below(&job->chance, MOST_PLACES);
	char chaos[40];

	snprintf(chaos, sizeof chaos, "any:%d:stop", place);
	snprintf(broken->what, sizeof broken->what, "%s, session killed, %s", chaos, command);
	world_start(job->world, &broken->runner, 0, command, chaos);
	if (runner_wait_stop(&broken->runner)) {
		if (job->world->base != BASE_SQLITE)
			world_kill_sessions(job->world, "CONNECTION");
		kill(broken->runner.pid, SIGCONT);
	}
	runner_wait(&broken->runner, PATIENCE);
}

static void signal_at_a_moment(struct job *job, enum stage stage, const char *command,
			       struct broken *broken)
{
	static const int signals[] = { SIGKILL, SIGKILL, SIGINT, SIGTERM };
	const int signal = signals[chance_below(&job->chance, 4)];
	const int64_t whole = world_reference(job->world, stage)->time;
	const int64_t moment = (int64_t)chance_below(&job->chance, (uint64_t)whole);

	job_prepare(job, job->world->base, job->world->kinds, stage);
	snprintf(broken->what, sizeof broken->what, "signal %d after %.1f ms of %s", signal,
		 (double)moment / 1000, command);
	world_start(job->world, &broken->runner, 0, command, NULL);
	if (!runner_wait(&broken->runner, moment))
		kill(broken->runner.pid, signal);
	runner_wait(&broken->runner, PATIENCE);
}

static void break_off(struct job *job, enum stage stage, const char *command, struct broken *broken)
{
	switch (chance_below(&job->chance, 3)) {
	case 0:
		die_at_a_place(job, command, broken);
		break;
	case 1:
		lose_session(job, command, broken);
		break;
	default:
		signal_at_a_moment(job, stage, command, broken);
	}
}

/* ---- One that fails by itself ---- */

static bool kept_those_before(struct job *job, const struct broken *broken, long before)
{
	struct world *world = job->world;
	const long is = done(world);
	const long failed =
		side_number(world->side,
			    "SELECT COUNT(*) FROM glim_migrations WHERE state = 'failed' AND "
			    "name IN (%s)",
			    many_of(world)->names);

	if (runner_exit(&broken->runner) == EXIT_FAILED && is == before && failed == 1)
		return true;
	runner_show(&broken->runner);
	world_fail(world, "before the one that fails %ld were to be kept: %ld were, %ld failed",
		   before, is, failed);
	return job_violated(job, broken->what);
}

/* Half of the time it is killed on the way to its failure, too. */
static bool fail_in_one(struct job *job, const char *command, struct broken *broken)
{
	const long before = (long)chance_below(&job->chance, SMALL);
	bool right = true;

	side_do(job->world->side, "INSERT INTO notes VALUES ('stop', '%02ld')", before);
	if (chance_below(&job->chance, 2)) {
		die_at_a_place(job, command, broken);
		right = agrees(job, broken->what);
	}
	snprintf(broken->what, sizeof broken->what, "number %ld fails, %s", before, command);
	world_start(job->world, &broken->runner, 0, command, NULL);
	runner_wait(&broken->runner, PATIENCE);
	right = right && agrees(job, broken->what) && kept_those_before(job, broken, before);
	side_do(job->world->side, "DELETE FROM notes WHERE who = 'stop'");
	return right;
}

/* ---- Jobs ---- */

static enum stage prepare(struct job *job, enum kind kind)
{
	struct chance *chance = &job->chance;
	const bool on_server = job->world->setting->server.dir && chance_below(chance, 4);
	unsigned kinds = 1U << kind;

	if (chance_below(chance, 2))
		kinds |= chance_below(chance, 3) ? 1U << chance_below(chance, SINGLE_KINDS)
						 : ALL_KINDS;
	return job_prepare(job, on_server ? BASE_SERVER : BASE_SQLITE, kinds,
			   chance_below(chance, 3) ? STAGE_UP : STAGE_DOWN);
}

static void break_many(struct job *job, enum kind kind)
{
	const enum stage stage = prepare(job, kind);
	const bool fails = stage == STAGE_UP && chance_below(&job->chance, 3) == 0;
	struct broken broken = { 0 };
	char command[80], again[80];

	command_of(job, stage, command);
	command_of(job, stage, again);
	if (fails && !fail_in_one(job, command, &broken))
		return;
	if (!fails) {
		break_off(job, stage, command, &broken);
		if (!agrees(job, broken.what))
			return;
	}
	job_judge_by(job, stage, &broken.runner, broken.what,
		     chance_below(&job->chance, 3) ? again : world_command(stage));
}

void batches_break(struct job *job)
{
	break_many(job, KIND_SMALL);
}

void batches_travel(struct job *job)
{
	break_many(job, KIND_SHORT);
}
