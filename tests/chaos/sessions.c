/* What may happen to the session on the server: killed, gone with the server, cut, silent. */
#include "sessions.h"

#include <signal.h>
#include <stdio.h>

#include "base/clock.h"
#include "proxy.h"

enum { PATIENCE = 400 * 1000000, SILENCE = 400 * 1000 };

static int64_t some_moment(struct job *job, enum stage stage)
{
	const int64_t whole = world_reference(job->world, stage)->time;

	return (int64_t)chance_below(&job->chance, (uint64_t)whole);
}

void sessions_kill(struct job *job)
{
	const enum stage stage = job->index % 2
					 ? job_prepare_any(job)
					 : job_prepare(job, BASE_SERVER, 1U << KIND_FIVE, STAGE_UP);
	const char *how = chance_below(&job->chance, 3) ? "CONNECTION" : "QUERY";
	const int64_t moment = some_moment(job, stage);
	struct runner runner;
	char what[80];

	job_prepare(job, BASE_SERVER, job->world->kinds, stage);
	world_start(job->world, &runner, 0, world_command(stage), NULL);
	snprintf(what, sizeof what, "KILL %s after %.1f ms of %s", how, (double)moment / 1000,
		 stage_names[stage]);
	if (!runner_wait(&runner, moment))
		world_kill_sessions(job->world, how);
	runner_wait(&runner, PATIENCE);
	job_judge(job, stage, &runner, what);
}

static void restart(struct job *job)
{
	const struct server_place *server = &job->world->setting->server;

	server_kill(server);
	job->world->server_pid = server_restart(server);
}

/* The runner sleeps meanwhile, first of all between its plan and its first step. */
static void restart_at_place(struct job *job, enum stage stage)
{
	struct runner runner;
	char chaos[40] = "planned:1:stop";

	if (job->index % 2)
		snprintf(chaos, sizeof chaos, "any:%d:stop",
			 (int)chance_below(&job->chance, 100) + 1);
	world_start(job->world, &runner, 0, world_command(stage), chaos);
	if (runner_wait_stop(&runner)) {
		restart(job);
		kill(runner.pid, SIGCONT);
		runner_wait(&runner, PATIENCE);
	}
	job_judge(job, stage, &runner, chaos);
}

/* Half the time the server is back before the runner has given up. */
static void restart_at_moment(struct job *job, enum stage stage)
{
	const int64_t moment = some_moment(job, stage);
	const bool at_once = chance_below(&job->chance, 2) == 0;
	struct runner runner;
	char what[80];

	job_prepare(job, BASE_SERVER, job->world->kinds, stage);
	world_start(job->world, &runner, 0, world_command(stage), NULL);
	snprintf(what, sizeof what, "after %.1f ms of %s", (double)moment / 1000,
		 stage_names[stage]);
	runner_wait(&runner, moment);
	if (at_once)
		restart(job);
	else
		server_kill(&job->world->setting->server);
	runner_wait(&runner, PATIENCE);
	if (!at_once)
		job->world->server_pid = server_restart(&job->world->setting->server);
	job_judge(job, stage, &runner, what);
}

/* faults: 135 */
void sessions_server_dies(struct job *job)
{
	if (job->index % 6 < 2)
		restart_at_place(job, job_prepare_any(job));
	else if (job->index % 2)
		restart_at_moment(job, job_prepare_any(job));
	else
		restart_at_moment(job, job_prepare(job, BASE_SERVER, 1U << KIND_FIVE, STAGE_UP));
}

/* A run through a proxy, which the caller has to stop. */
static struct runner run_through(struct job *job, enum stage stage, struct proxy_fault *fault,
				 int64_t time, struct proxy **proxy)
{
	struct runner runner;

	*proxy = proxy_start(job->world->setting->server.port, fault);
	world_configure(job->world, proxy_port(*proxy));
	world_start(job->world, &runner, 0, world_command(stage), NULL);
	if (!runner_wait(&runner, time)) {
		kill(runner.pid, SIGKILL);
		runner_wait(&runner, PATIENCE);
	}
	world_configure(job->world, 0);
	return runner;
}

static unsigned long length_of(struct job *job, enum stage stage, bool from_server)
{
	struct proxy_fault none = { .from_server = from_server };
	struct proxy *proxy;

	run_through(job, stage, &none, PATIENCE, &proxy);
	proxy_stop(proxy);
	return none.passed;
}

/*
 * Every so many bytes, in both directions; the step has no common measure with the frames.
 * faults: 127
 */
void sessions_cut(struct job *job)
{
	static const enum kind kinds[] = { KIND_CREATE, KIND_FIVE, KIND_COUNT, KIND_KEYS };
	const unsigned kind = 1U << kinds[job->index % 4];
	const bool from_server = job->index / 4 % 2;
	const enum stage stage =
		job_prepare(job, BASE_SERVER, kind, job->index / 8 ? STAGE_DOWN : STAGE_UP);
	const unsigned long length = length_of(job, stage, from_server);
	const unsigned long step = job->options->whole ? 61 : length / 6 + 1;
	struct runner runner;
	struct proxy *proxy;
	char what[80];

	for (unsigned long at = chance_below(&job->chance, step); at < length && !job_stopped(job);
	     at += step) {
		struct proxy_fault fault = { .from_server = from_server, .cut_at = at + 1 };

		job_prepare(job, BASE_SERVER, kind, stage);
		runner = run_through(job, stage, &fault, PATIENCE, &proxy);
		proxy_stop(proxy);
		snprintf(what, sizeof what, "after %lu of %lu bytes %s the server", at + 1, length,
			 from_server ? "from" : "to");
		job_judge(job, stage, &runner, what);
	}
}

/*
 * Nothing comes and nothing ends: the runner waits, and is killed. Then the server learns of it, or
 * it does not, as when a cable was cut, and ends the session by itself a minute later.
 * faults: 126
 */
void sessions_silence(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	const bool from_server = chance_below(&job->chance, 2);
	const bool cable = job->options->whole && job->index % 10 == 0;
	const unsigned long length = length_of(job, stage, from_server);
	struct proxy_fault fault = { .from_server = from_server, .silent = true };
	struct runner runner, next;
	struct proxy *proxy;
	char what[80];

	fault.cut_at = chance_below(&job->chance, length) + 1;
	job_prepare(job, BASE_SERVER, job->world->kinds, stage);
	runner = run_through(job, stage, &fault,
			     world_reference(job->world, stage)->time * 2 + SILENCE, &proxy);
	snprintf(what, sizeof what, "after %lu of %lu bytes %s the server%s", fault.cut_at, length,
		 from_server ? "from" : "to", cable ? ", for ever" : "");
	if (cable && !world_do(job->world, &next, world_command(stage)))
		job_violated(job, what);
	proxy_stop(proxy);
	job_judge(job, stage, &runner, what);
}
