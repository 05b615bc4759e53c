/* Runners and guests that are killed: at every place, and at any moment. */
#include "kills.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { PATIENCE = 400 * 1000000, FEW = 10 };

/* A run that comes to a labelled place and there loses its life, or its session. */
static struct runner run_to(struct job *job, enum stage stage, unsigned n, bool session)
{
	struct runner runner;
	char chaos[40];

	snprintf(chaos, sizeof chaos, "any:%u%s", n, session ? ":stop" : "");
	world_start(job->world, &runner, 0, world_command(stage), chaos);
	if (session && runner_wait_stop(&runner)) {
		world_kill_sessions(job->world, "CONNECTION");
		kill(runner.pid, SIGCONT);
	}
	runner_wait(&runner, PATIENCE);
	return runner;
}

/* Each place once: N counts up until a run passes through. The short form leaps. */
static void sweep(struct job *job, enum base base, unsigned index, bool session)
{
	const unsigned kind = 1U << index % (2 * SINGLE_KINDS) / 2;
	const enum stage stage = index % 2 ? STAGE_DOWN : STAGE_UP;
	struct runner runner = { 0 };
	char place[64] = "-", what[160];
	unsigned n = 1;

	while (!job_stopped(job)) {
		job_prepare(job, base, kind, stage);
		runner = run_to(job, stage, n, session);
		runner_place(&runner, place, sizeof place);
		if (!*place)
			break;
		snprintf(what, sizeof what, "place %u, \"%s\", of %s", n, place,
			 stage_names[stage]);
		job_judge(job, stage, &runner, what);
		n += job->options->whole ? 1 : 1 + (unsigned)chance_below(&job->chance, 2 * FEW);
	}
	if (!job_stopped(job) && runner_exit(&runner) != 0) {
		runner_show(&runner);
		world_fail(job->world, "a run without a fault does not end well");
		job_violated(job, "sweep");
	}
}

void kills_sweep(struct job *job)
{
	const enum base base = job->index / (2 * SINGLE_KINDS) ? BASE_SERVER : BASE_SQLITE;

	if (base == BASE_SQLITE || job->world->setting->server.dir)
		sweep(job, base, job->index, false);
}

void kills_session_sweep(struct job *job)
{
	const unsigned index = job->options->whole
				       ? job->index
				       : (unsigned)chance_below(&job->chance, 2 * SINGLE_KINDS);

	sweep(job, BASE_SERVER, index, true);
}

/* Sometimes the run that recovers is killed as well. */
static void kill_again(struct job *job, enum stage stage)
{
	struct runner runner;
	char chaos[40];

	while (chance_below(&job->chance, 3) == 0) {
		snprintf(chaos, sizeof chaos, "any:%d", (int)chance_below(&job->chance, 60) + 1);
		world_start(job->world, &runner, 1, world_command(stage), chaos);
		runner_wait(&runner, PATIENCE);
	}
}

static void kill_at(struct job *job, enum stage stage)
{
	const int64_t whole = world_reference(job->world, stage)->time;
	const int64_t moment = (int64_t)chance_below(&job->chance, (uint64_t)(whole + whole / 8));
	struct runner runner;
	char what[120];

	job_prepare(job, job->world->base, job->world->kinds, stage);
	world_start(job->world, &runner, 0, world_command(stage), NULL);
	snprintf(what, sizeof what, "after %.1f of %.1f ms of %s", (double)moment / 1000,
		 (double)whole / 1000, stage_names[stage]);
	if (!runner_wait(&runner, moment)) {
		kill(runner.pid, SIGKILL);
		runner_wait(&runner, PATIENCE);
		kill_again(job, stage);
	}
	job_judge(job, stage, &runner, what);
}

/* faults: 155 */
void kills_any_moment(struct job *job)
{
	kill_at(job, job_prepare_any(job));
}

void kills_five(struct job *job)
{
	kill_at(job, job_prepare(job, BASE_SERVER, 1U << KIND_FIVE, STAGE_UP));
}

/*
 * Its guest dies while the runner holds its breath. What a migration asks for comes at once, and
 * then it is gone: these wait for an answer in one of their first steps.
 */
void kills_guest(struct job *job)
{
	static const enum kind kinds[] = { KIND_COUNT, KIND_FIVE, KIND_KEYS };
	const enum base base =
		job->world->setting->server.dir ? (enum base)(job->index % BASES) : BASE_SQLITE;
	const enum stage stage =
		job_prepare(job, base, 1U << kinds[chance_below(&job->chance, 3)], STAGE_UP);
	const int depth = 1 + (int)chance_below(&job->chance, 2);
	struct runner runner;
	char chaos[40];
	pid_t victim;

	snprintf(chaos, sizeof chaos, "step:%d:stop", (int)chance_below(&job->chance, 3) + 1);
	world_start(job->world, &runner, 0, world_command(stage), chaos);
	if (runner_wait_stop(&runner)) {
		victim = runner_descendant(&runner, depth);
		if (victim)
			kill(victim, SIGKILL);
		kill(runner.pid, SIGCONT);
		runner_wait(&runner, PATIENCE);
	}
	job_judge(job, stage, &runner, depth == 1 ? "the guest" : "the migration's process");
}

/* While a statement is under way: so many microseconds after it was sent. faults: 146 */
void kills_in_statement(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	struct runner runner;
	char chaos[60];

	snprintf(chaos, sizeof chaos, "journaled:%d:late:%d",
		 (int)chance_below(&job->chance, 6) + 1, (int)chance_below(&job->chance, 12000));
	if (job->world->base == BASE_SQLITE)
		snprintf(chaos, sizeof chaos, "statement:%d:late:%d",
			 (int)chance_below(&job->chance, 40) + 1,
			 (int)chance_below(&job->chance, 300));
	world_start(job->world, &runner, 0, world_command(stage), chaos);
	runner_wait(&runner, PATIENCE);
	job_judge(job, stage, &runner, chaos);
}

/* What was begun is not finished but taken back. */
void kills_undo(struct job *job)
{
	const enum base base = job->world->setting->server.dir ? BASE_SERVER : BASE_SQLITE;
	const unsigned kind = (unsigned)chance_below(&job->chance, SINGLE_KINDS);
	struct runner runner;
	char command[80], chaos[40], again[40];
	enum stage stage;

	job_prepare(job, base, 1U << kind, STAGE_NEVER);
	job_prepare(job, base, 1U << kind, STAGE_DOWN);
	job_prepare(job, base, 1U << kind, STAGE_UP);
	snprintf(chaos, sizeof chaos, "any:%d", (int)chance_below(&job->chance, 160) + 1);
	world_start(job->world, &runner, 0, world_command(STAGE_UP), chaos);
	runner_wait(&runner, PATIENCE);
	world_await_sessions(job->world);
	stage = side_number(job->world->side, "SELECT COUNT(*) FROM glim_migrations") ? STAGE_DOWN
										      : STAGE_NEVER;
	snprintf(command, sizeof command, "migration:rollback --name %s", kind_names[kind]);
	if (stage == STAGE_DOWN && chance_below(&job->chance, 2)) {
		snprintf(again, sizeof again, "any:%d", (int)chance_below(&job->chance, 60) + 1);
		world_start(job->world, &runner, 1, command, again);
		runner_wait(&runner, PATIENCE);
		world_await_sessions(job->world);
	}
	job_judge_by(job, stage, NULL, chaos,
		     side_number(job->world->side, "SELECT COUNT(*) FROM glim_migrations")
			     ? command
			     : "migration:status");
}

/* A polite end: the first signal cancels, a second one leaves. faults: 157 */
void kills_politely(struct job *job)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	const enum stage stage = job_prepare_any(job);
	const int64_t whole = world_reference(job->world, stage)->time;
	const int signal = signals[chance_below(&job->chance, 3)];
	const int64_t moment = (int64_t)chance_below(&job->chance, (uint64_t)whole);
	struct runner runner;
	char what[80];

	job_prepare(job, job->world->base, job->world->kinds, stage);
	world_start(job->world, &runner, 0, world_command(stage), NULL);
	snprintf(what, sizeof what, "SIG%s after %.1f ms of %s", sigabbrev_np(signal),
		 (double)moment / 1000, stage_names[stage]);
	if (!runner_wait(&runner, moment)) {
		kill(runner.pid, signal);
		if (chance_below(&job->chance, 3) == 0 &&
		    !runner_wait(&runner, (int64_t)chance_below(&job->chance, 4000)))
			kill(runner.pid, signal);
		runner_wait(&runner, PATIENCE);
	}
	job_judge(job, stage, &runner, what);
}
