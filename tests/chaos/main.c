/*
 * chaos [--seed N] [--whole] [--first] [--part NAME [--index N]] [--rows N] [--minutes N]
 *       [--workers N] PROGRAM PLUGINS
 *
 * Breaks runs of PROGRAM in every way it knows and looks whether the next run makes all well. The
 * server is the one of GLIM_TEST_MYSQL_*. What a seed does, it does again.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "job.h"

enum { MOST_WORKERS = 8, SHORT_ROWS = 3000, WHOLE_ROWS = 200000, FEW_ROWS = 500 };

struct shared {
	unsigned next, round;
	struct tally tallies[32];
};

static struct options options = { .index = -1 };
static struct setting setting;
static struct shared *shared;
static int workers = 2;
static long rows;
static int64_t end;

static bool wanted(const struct part *part)
{
	if (options.part && strcmp(options.part, part->name) != 0)
		return false;
	return part->needs == NEEDS_NOTHING || setting.server.dir;
}

static unsigned jobs_of(const struct part *part)
{
	return options.whole ? part->jobs_whole : part->jobs;
}

static void run_job(struct world *world, size_t part, unsigned index)
{
	struct job job = {
		.options = &options,
		.part = &parts[part],
		.index = index,
		.world = world,
		.tally = &shared->tallies[part],
		.chance = chance_of(options.seed, parts[part].name, index),
	};

	if (!job_stopped(&job))
		parts[part].run(&job);
}

/* The long rewrite is for the part that was made for it; elsewhere it costs time only. */
static long rows_of(const struct part *part)
{
	if (rows)
		return rows;
	if (!options.whole)
		return SHORT_ROWS;
	return strcmp(part->name, "five") == 0 || part->needs == NEEDS_SERVER_ALONE ||
			       strcmp(part->name, "session") == 0
		       ? WHOLE_ROWS
		       : FEW_ROWS;
}

static _Noreturn void work(int number, size_t part)
{
	static struct world world;
	const unsigned count = jobs_of(&parts[part]);
	const unsigned first = shared->round * count;
	unsigned index;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	world_init(&world, &setting, number);
	if (options.index >= 0) {
		run_job(&world, part, (unsigned)options.index);
	} else {
		while ((index = __atomic_fetch_add(&shared->next, 1, __ATOMIC_RELAXED)) < count)
			run_job(&world, part, first + index);
	}
	world_finish(&world);
	exit(0);
}

static void run_part(size_t part)
{
	const int alone = parts[part].needs == NEEDS_SERVER_ALONE || options.index >= 0;
	const int count = alone ? 1 : workers;
	pid_t pids[MOST_WORKERS];
	int status;

	shared->next = 0;
	setting.rows = rows_of(&parts[part]);
	fflush(NULL);
	for (int i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			work(i, part);
	}
	for (int i = 0; i < count; i++) {
		waitpid(pids[i], &status, 0);
		if (status == 0)
			continue;
		fprintf(stderr, "VIOLATION: a test process of \"%s\" ended with %d\n",
			parts[part].name, status);
		shared->tallies[part].violations++;
	}
}

static bool stopped(void)
{
	unsigned violations = 0;

	for (size_t i = 0; i < part_count; i++)
		violations += shared->tallies[i].violations;
	return options.first && violations;
}

/* ---- What came of it ---- */

static void print_row(const struct part *part, const struct tally *tally)
{
	printf("%-44s %5u %8u %7u %8u %9u %10u %6u %7u\n", part->fault, tally->times,
	       tally->by_itself, tally->found[FOUND_ALL], tally->found[FOUND_NOTHING],
	       tally->found[FOUND_HALF], tally->step_done, tally->most_runs, tally->violations);
}

static void print_head(void)
{
	printf("seed %llu\n", (unsigned long long)options.seed);
	printf("%-44s %5s %8s %7s %8s %9s %10s %6s %7s\n", "fault", "times", "survived", "done",
	       "run anew", "resumed", "step done", "runs", "broken");
	fflush(stdout);
}

static void print_part(size_t at)
{
	if (wanted(&parts[at]))
		print_row(&parts[at], &shared->tallies[at]);
	else if (!options.part)
		printf("skipped: %s: no server\n", parts[at].fault);
	fflush(stdout);
}

static int print_sum(void)
{
	unsigned passed = 0, failed = 0, skipped = 0;

	for (size_t i = 0; i < part_count; i++) {
		const struct tally *tally = &shared->tallies[i];

		failed += tally->violations;
		passed += tally->times > tally->violations ? tally->times - tally->violations : 0;
		skipped += !options.part && !wanted(&parts[i]);
	}
	printf("%u passed, %u failed, %u skipped\n", passed, failed, skipped);
	return failed || !passed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Every part once; then, while there is time, what may go on with new numbers. */
static void run_all(void)
{
	for (size_t i = 0; i < part_count && !stopped(); i++) {
		if (wanted(&parts[i]))
			run_part(i);
		print_part(i);
	}
	while (clock_elapsed() < end && !stopped() && options.index < 0) {
		shared->round++;
		for (size_t i = 0; i < part_count && !stopped() && clock_elapsed() < end; i++)
			if (wanted(&parts[i]) && parts[i].again)
				run_part(i);
	}
	if (!shared->round)
		return;
	printf("after %u more rounds:\n", shared->round);
	for (size_t i = 0; i < part_count; i++)
		print_part(i);
}

static void take_options(int argc, char **argv)
{
	static const struct option list[] = {
		{ "seed", 1, NULL, 's' },    { "whole", 0, NULL, 'w' },   { "first", 0, NULL, 'f' },
		{ "part", 1, NULL, 'p' },    { "index", 1, NULL, 'i' },   { "rows", 1, NULL, 'r' },
		{ "minutes", 1, NULL, 'm' }, { "workers", 1, NULL, 'n' }, { 0 },
	};

	options.seed = (uint64_t)time(NULL);
	for (int option; (option = getopt_long(argc, argv, "", list, NULL)) != -1;) {
		switch (option) {
		case 's':
			options.seed = strtoull(optarg, NULL, 10);
			break;
		case 'w':
			options.whole = true;
			break;
		case 'f':
			options.first = true;
			break;
		case 'p':
			options.part = optarg;
			break;
		case 'i':
			options.index = atol(optarg);
			break;
		case 'r':
			rows = atol(optarg);
			break;
		case 'm':
			options.minutes = (unsigned)atol(optarg);
			break;
		case 'n':
			workers = atoi(optarg) < MOST_WORKERS ? atoi(optarg) : MOST_WORKERS;
			break;
		default:
			exit(2);
		}
	}
	if (argc - optind != 2) {
		fprintf(stderr, "usage: chaos [options] PROGRAM PLUGINS\n");
		exit(2);
	}
	setting.program = realpath(argv[optind], NULL);
	setting.plugins = realpath(argv[optind + 1], NULL);
}

int main(int argc, char **argv)
{
	take_options(argc, argv);
	setting.server = server_find();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	end = clock_elapsed() + options.minutes * INT64_C(60000000);
	print_head();
	run_all();
	return print_sum();
}
