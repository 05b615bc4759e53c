/* Many runners at once, some of which are killed, stopped, or believe that they still own it all.
 */
#include "crowds.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

enum { MOST = 32, PATIENCE = 400 * 1000000, EXIT_LOCKED = 5 };

/* Those who are left alone have to end well: they wait for each other. */
static bool end_well(struct job *job, struct runner *runners, const bool *hurt, int count)
{
	bool well = true;

	for (int i = 0; i < count; i++) {
		runner_wait(&runners[i], PATIENCE);
		if (hurt[i] || runner_exit(&runners[i]) == 0)
			continue;
		runner_show(&runners[i]);
		world_fail(job->world, "one of %d runners exits with %d", count,
			   runner_exit(&runners[i]));
		well = job_violated(job, "a crowd");
	}
	return well;
}

static void hurt_one(struct job *job, struct runner *runner)
{
	switch (chance_below(&job->chance, 3)) {
	case 0:
		kill(runner->pid, SIGSTOP);
		usleep((useconds_t)chance_below(&job->chance, 50000));
		kill(runner->pid, SIGCONT);
		break;
	default:
		kill(runner->pid, SIGKILL);
	}
}

void crowds_race(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	const int count = 2 + (int)chance_below(&job->chance, job->options->whole ? MOST - 1 : 5);
	const int64_t whole = world_reference(job->world, stage)->time;
	struct runner runners[MOST];
	bool hurt[MOST] = { false };
	char what[60];

	job_prepare(job, job->world->base, job->world->kinds, stage);
	for (int i = 0; i < count; i++)
		world_start(job->world, &runners[i], 10 + i, world_command(stage), NULL);
	for (int i = 0; i < count / 2; i++) {
		const int one = (int)chance_below(&job->chance, (uint64_t)count);

		if (runner_wait(&runners[one],
				(int64_t)chance_below(&job->chance, (uint64_t)whole / 2)))
			continue;
		hurt[one] = true;
		hurt_one(job, &runners[one]);
	}
	snprintf(what, sizeof what, "%d runners, %s", count, stage_names[stage]);
	if (end_well(job, runners, hurt, count))
		job_judge(job, stage, NULL, what);
}

static void place_of(struct job *job, char out[40])
{
	snprintf(out, 40, "any:%d:stop", (int)chance_below(&job->chance, 120) + 1);
}

/* Stopped for a while, and then it goes on as if nothing had been. faults: 147 */
void crowds_pause(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	struct runner sleeper, other;
	char chaos[40];

	place_of(job, chaos);
	world_start(job->world, &sleeper, 0, world_command(stage), chaos);
	if (runner_wait_stop(&sleeper)) {
		world_start(job->world, &other, 1, world_command(stage), NULL);
		usleep((useconds_t)chance_below(&job->chance, 200000));
		kill(sleeper.pid, SIGCONT);
		runner_wait(&other, PATIENCE);
	}
	runner_wait(&sleeper, PATIENCE);
	if (runner_exit(&sleeper) != 0) {
		runner_show(&sleeper);
		world_fail(job->world, "a runner that slept exits with %d", runner_exit(&sleeper));
		job_violated(job, chaos);
		return;
	}
	job_judge(job, stage, &sleeper, chaos);
}

/* One that sleeps in the middle of its work keeps all others out. */
void crowds_lock(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	struct runner sleeper, other;
	char chaos[40], command[80];

	snprintf(chaos, sizeof chaos, "step:%d:stop", (int)chance_below(&job->chance, 4) + 1);
	snprintf(command, sizeof command, "%s --lock-timeout 100ms", world_command(stage));
	world_start(job->world, &sleeper, 0, world_command(stage), chaos);
	if (runner_wait_stop(&sleeper)) {
		world_start(job->world, &other, 1, command, NULL);
		runner_wait(&other, PATIENCE);
		kill(sleeper.pid, SIGCONT);
		if (runner_exit(&other) != EXIT_LOCKED) {
			runner_show(&other);
			world_fail(job->world, "a second runner was let in");
			job_violated(job, chaos);
		}
	}
	runner_wait(&sleeper, PATIENCE);
	job_judge(job, stage, &sleeper, chaos);
}

/* One sleeps, the server ends its session, another does the work; then the first one wakes up. */
void crowds_fence(struct job *job)
{
	const enum stage stage = job_prepare_any(job);
	struct runner sleeper, other = { 0 };
	char chaos[40];

	place_of(job, chaos);
	world_start(job->world, &sleeper, 0, world_command(stage), chaos);
	if (runner_wait_stop(&sleeper)) {
		world_kill_sessions(job->world, "CONNECTION");
		world_start(job->world, &other, 1, world_command(stage), NULL);
		if (chance_below(&job->chance, 2))
			runner_wait(&other, PATIENCE);
		kill(sleeper.pid, SIGCONT);
		runner_wait(&other, PATIENCE);
	}
	runner_wait(&sleeper, PATIENCE);
	job_judge(job, stage, &sleeper, chaos);
}
