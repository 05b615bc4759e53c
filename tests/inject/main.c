/*
 * inject [--all] [--server] [--group NAME] [--command NAME] [--at N] [--samples N] [--workers N]
 *        PROGRAM BEHIND SHIM PLUGINS
 *
 * BEHIND is PROGRAM with the module of driver.c before each driver.
 * Runs a script of commands again and again; each time another call of one of them fails. A stride
 * leaves calls out, unless --all is given.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trial.h"

enum { MOST_WORKERS = 8, MOST_FAULTS = 64, EXITS = 11 };

struct tally {
	unsigned calls, times, fired, broken, exits[EXITS];
};

static struct {
	bool all, server;
	const char *group, *command;
	unsigned long at;
	unsigned samples, workers;
} options = { .samples = 6, .workers = 2 };

static struct setting setting;

static struct shared {
	unsigned next;
	struct tally tallies[MOST_FAULTS][COMMANDS];
} * shared;

static bool wanted(const char *name, const char *only)
{
	return !only || strcmp(name, only) == 0;
}

static void add(unsigned *number, unsigned by)
{
	__atomic_add_fetch(number, by, __ATOMIC_RELAXED);
}

static void try_one(struct world *world, size_t fault, int command, unsigned long number)
{
	struct tally *tally = &shared->tallies[fault][command];
	struct trial trial = { .fault = &faults[fault], .command = command, .number = number };

	add(&tally->broken, !trial_run(world, &trial));
	add(&tally->times, 1);
	add(&tally->fired, trial.fired);
	if (trial.exit >= 0 && trial.exit < EXITS)
		add(&tally->exits[trial.exit], 1);
}

/* Another start for each fault, so that together they reach more calls. */
static void try_calls(struct world *world, size_t fault, int command)
{
	const unsigned long count = trial_count(world, &faults[fault], command);
	const unsigned long most = options.all ? count : options.samples;
	const unsigned long stride = count > most ? count / most : 1;

	add(&shared->tallies[fault][command].calls, (unsigned)count);
	if (options.at) {
		try_one(world, fault, command, options.at);
		return;
	}
	for (unsigned long number = 1 + fault * 7 % stride; number <= count; number += stride)
		try_one(world, fault, command, number);
}

static _Noreturn void work(int number)
{
	static struct world world;
	unsigned job;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	world_init(&world, &setting, number);
	while ((job = __atomic_fetch_add(&shared->next, 1, __ATOMIC_RELAXED)) <
	       fault_count * COMMANDS) {
		const size_t fault = job / COMMANDS;
		const int command = (int)(job % COMMANDS);

		if (wanted(faults[fault].group, options.group) &&
		    wanted(commands[command].name, options.command))
			try_calls(&world, fault, command);
	}
	world_finish(&world);
	exit(0);
}

static unsigned work_all(void)
{
	pid_t pids[MOST_WORKERS];
	unsigned failed = 0;
	int status;

	fflush(NULL);
	for (unsigned i = 0; i < options.workers; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			work((int)i);
	}
	for (unsigned i = 0; i < options.workers; i++) {
		waitpid(pids[i], &status, 0);
		failed += status != 0;
	}
	return failed;
}

/* ---- What came of it ---- */

static void print_row(const char *name, const struct tally *tally)
{
	char exits[120] = "";
	size_t length = 0;

	for (int i = 0; i < EXITS; i++)
		if (tally->exits[i])
			length += (size_t)snprintf(exits + length, sizeof exits - length, " %u:%u",
						   i, tally->exits[i]);
	printf("%-36s %6u %6u %6u %7u  %s\n", name, tally->calls, tally->times, tally->fired,
	       tally->broken, exits);
}

static void sum(struct tally *all, const struct tally *tally)
{
	all->calls += tally->calls;
	all->times += tally->times;
	all->fired += tally->fired;
	all->broken += tally->broken;
	for (int i = 0; i < EXITS; i++)
		all->exits[i] += tally->exits[i];
}

/* A line for the fault; before it, with --all, one for each command. */
static void print_fault(size_t fault, struct tally *whole)
{
	struct tally all = { 0 };
	char name[60], row[80];

	fault_name(&faults[fault], name, sizeof name);
	for (int i = 0; i < COMMANDS; i++) {
		const struct tally *tally = &shared->tallies[fault][i];

		snprintf(row, sizeof row, "  %s", commands[i].name);
		if (options.all && tally->times)
			print_row(row, tally);
		sum(&all, tally);
	}
	if (all.times)
		print_row(name, &all);
	sum(whole, &all);
}

static int print_all(unsigned failed)
{
	struct tally all = { 0 };

	printf("%-36s %6s %6s %6s %7s   exits\n", "fault", "calls", "times", "failed", "broken");
	for (size_t i = 0; i < fault_count; i++)
		print_fault(i, &all);
	failed += all.broken;
	printf("%u passed, %u failed, 0 skipped\n", all.times - all.broken, failed);
	return failed || all.times == all.broken ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void take_options(int argc, char **argv)
{
	static const struct option list[] = {
		{ "all", 0, NULL, 'a' },     { "server", 0, NULL, 's' },
		{ "group", 1, NULL, 'g' },   { "command", 1, NULL, 'c' },
		{ "at", 1, NULL, 'n' },      { "samples", 1, NULL, 'm' },
		{ "workers", 1, NULL, 'w' }, { 0 },
	};

	for (int option; (option = getopt_long(argc, argv, "", list, NULL)) != -1;) {
		switch (option) {
		case 'a':
			options.all = true;
			break;
		case 's':
			options.server = true;
			break;
		case 'g':
			options.group = optarg;
			break;
		case 'c':
			options.command = optarg;
			break;
		case 'n':
			options.at = strtoul(optarg, NULL, 10);
			break;
		case 'm':
			options.samples = (unsigned)atoi(optarg);
			break;
		case 'w':
			options.workers = (unsigned)atoi(optarg);
			break;
		default:
			exit(2);
		}
	}
	if (argc - optind != 4 || options.workers > MOST_WORKERS || !options.samples) {
		fprintf(stderr, "usage: inject [options] PROGRAM BEHIND SHIM PLUGINS\n");
		exit(2);
	}
	if (options.at || options.workers == 0)
		options.workers = 1;
	setting.path = realpath(argv[optind], NULL);
	setting.behind = realpath(argv[optind + 1], NULL);
	setting.shim = realpath(argv[optind + 2], NULL);
	setting.plugins = realpath(argv[optind + 3], NULL);
}

int main(int argc, char **argv)
{
	take_options(argc, argv);
	if (options.server)
		setting.server = server_find();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	return print_all(work_all());
}
