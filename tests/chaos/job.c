#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

bool job_stopped(const struct job *job)
{
	return job->options->first && job->tally->violations;
}

bool job_violated(struct job *job, const char *what)
{
	char kinds[120] = "";

	for (int kind = 0, at = 0; kind < KINDS; kind++)
		if (job->world->kinds & 1U << kind)
			at += snprintf(kinds + at, sizeof kinds - (size_t)at, " %s",
				       kind_names[kind]);
	__atomic_fetch_add(&job->tally->violations, 1, __ATOMIC_RELAXED);
	fprintf(stderr,
		"VIOLATION: %s, %s, on %s with%s: %s\n"
		"  again: --seed %llu --part %s --index %u%s\n",
		job->part->fault, what, base_names[job->world->base], kinds, job->world->why,
		(unsigned long long)job->options->seed, job->part->name, job->index,
		job->options->whole ? " --whole" : "");
	return false;
}

static void note(struct job *job, const struct verdict *verdict)
{
	struct tally *tally = job->tally;
	const unsigned runs = (unsigned)verdict->runs;

	__atomic_fetch_add(&tally->found[verdict->found], 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&tally->step_done, verdict->step_done, __ATOMIC_RELAXED);
	if (runs > tally->most_runs)
		tally->most_runs = runs;
}

bool job_judge(struct job *job, enum stage stage, const struct runner *runner, const char *what)
{
	return job_judge_by(job, stage, runner, what, world_command(stage));
}

bool job_judge_by(struct job *job, enum stage stage, const struct runner *runner, const char *what,
		  const char *command)
{
	const bool by_itself = runner && WIFEXITED(runner->status) && runner_exit(runner) == 0;
	struct verdict verdict;
	bool right = verdict_reach(job->world, stage, command, &verdict);

	__atomic_fetch_add(&job->tally->times, 1, __ATOMIC_RELAXED);
	if (by_itself)
		__atomic_fetch_add(&job->tally->by_itself, 1, __ATOMIC_RELAXED);
	else
		note(job, &verdict);
	if (!right && runner)
		runner_show(runner);
	return right || job_violated(job, what);
}

enum stage job_prepare(struct job *job, enum base base, unsigned kinds, enum stage stage)
{
	struct world *world = job->world;
	struct runner runner;

	world->base = base;
	world->kinds = kinds;
	world_reference(world, stage);
	world_reset(world, base, kinds);
	if (stage == STAGE_DOWN && !world_do(world, &runner, world_command(STAGE_UP))) {
		fprintf(stderr, "chaos: %s\n", world->why);
		exit(3);
	}
	return stage;
}

enum stage job_prepare_any(struct job *job)
{
	struct chance *chance = &job->chance;
	enum base base = job->world->setting->server.dir && chance_below(chance, 4) ? BASE_SERVER
										    : BASE_SQLITE;
	unsigned kinds = 1U << chance_below(chance, SINGLE_KINDS);

	if (job->part->needs != NEEDS_NOTHING)
		base = BASE_SERVER;
	if (chance_below(chance, 3) == 0)
		kinds = ALL_KINDS;
	return job_prepare(job, base, kinds, chance_below(chance, 3) ? STAGE_UP : STAGE_DOWN);
}
