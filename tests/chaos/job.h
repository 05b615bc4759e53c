/* Parts of the suite, cut into jobs: a job is what one number, with the seed, makes again. */
#ifndef CHAOS_JOB_H
#define CHAOS_JOB_H

#include <stddef.h>

#include "verdict.h"

/* Shared by the processes that work on jobs. */
struct tally {
	unsigned times, found[FOUNDS], by_itself, step_done, most_runs, violations;
};

struct options {
	uint64_t seed;
	bool whole; /* the long form */
	bool first; /* stop at the first violation */
	const char *part;
	long index; /* of `part`; -1: all */
	unsigned minutes;
};

struct job {
	const struct options *options;
	const struct part *part;
	unsigned index;
	struct world *world;
	struct chance chance;
	struct tally *tally;
};

enum part_needs { NEEDS_NOTHING, NEEDS_SERVER, NEEDS_SERVER_ALONE };

struct part {
	const char *name, *fault;
	enum part_needs needs;
	unsigned jobs, jobs_whole;
	bool again; /* its jobs go on with new numbers while there is time */
	void (*run)(struct job *);
};

extern const struct part parts[];
extern const size_t part_count;

/* What every part runs through after its fault; `by_itself`: the runner ended well. */
bool job_judge(struct job *, enum stage, const struct runner *, const char *what);
/* The same by another command than the one that makes the stage. */
bool job_judge_by(struct job *, enum stage, const struct runner *, const char *what,
		  const char *command);
/* A violation that the part itself has seen; world->why says it. */
bool job_violated(struct job *, const char *what); /* false */
bool job_stopped(const struct job *job);
/* A database, some migrations, a stage; the world is ready for the fault. */
enum stage job_prepare(struct job *, enum base, unsigned kinds, enum stage);
enum stage job_prepare_any(struct job *job);

#endif
