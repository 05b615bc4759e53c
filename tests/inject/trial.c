#include "trial.h"

#include <jansson.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chaos/runner.h"

enum { LEAVING = 20 * 1000000, MOST_SPENT = 2000 };

unsigned long trial_count(struct world *world, const struct fault *fault, int command)
{
	struct said said;
	char wish[80];

	fault_wish(fault, 0, wish, sizeof wish);
	world_prepare(world, command);
	program_run(&world->program, commands[command].line, wish, &said);
	said_finish(&said);
	return world->program.count->calls;
}

__attribute__((format(printf, 2, 3))) static bool broken(struct trial *trial, const char *format,
							 ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(trial->why, sizeof trial->why, format, args);
	va_end(args);
	return false;
}

static const struct reference *reference_of(const struct world *world, const struct trial *trial)
{
	return &world->references[trial->command];
}

/* ---- What it says ---- */

/* Where the C library or the sanitizer itself cannot go on, it says so and ends the process; glibc
 * loses the name of a character set in setlocale(). */
static bool library_gave_up(const struct trial *trial, const struct said *said)
{
	if (strcmp(trial->fault->group, "heap") != 0)
		return false;
	return (said->exit == -SIGABRT && strstr(said->err, "Unexpected error.\n")) ||
	       strstr(said->err, "Sanitizer: CHECK failed: sanitizer_") ||
	       strstr(said->err, "ERROR: LeakSanitizer: detected memory leaks");
}

static bool sanitizer_found(const struct said *said)
{
	return strstr(said->err, "Sanitizer: ") || strstr(said->err, "runtime error: ");
}

static bool ends_orderly(struct trial *trial, const struct said *said)
{
	if (library_gave_up(trial, said))
		return true;
	if (sanitizer_found(said))
		return broken(trial, "a sanitizer found something");
	if (said->endless)
		return broken(trial, "it does not end");
	if (said->spent > MOST_SPENT)
		return broken(trial, "it spends %d ms of processor time", said->spent);
	if (said->exit < 0)
		return broken(trial, "signal %d ended it", -said->exit);
	if (said->exit > 10 || said->exit == 8 || said->exit == 9)
		return broken(trial, "it exits with %d, which means nothing", said->exit);
	return true;
}

static bool is_document(const char *text)
{
	json_t *document = json_loads(text, 0, NULL);
	const bool is = document != NULL;

	json_decref(document);
	return is;
}

static bool explains_itself(struct trial *trial, const struct said *said)
{
	const bool json = commands[trial->command].json;

	if (json && said->out[0] && !is_document(said->out) &&
	    trial->fault->touches != TOUCHES_STDOUT)
		return broken(trial, "stdout holds no JSON document: %.300s", said->out);
	if (said->exit <= 0 || trial->fault->touches == TOUCHES_STDERR ||
	    library_gave_up(trial, said))
		return true;
	if (strstr(said->err, "glim: ") || ((json || said->exit == 10) && said->out[0]))
		return true;
	return broken(trial, "it exits with %d and does not say why", said->exit);
}

/* A file that cannot be read, or for which there is no memory, is a finding. Times differ where the
 * database was made anew. */
static bool answer_is_known(const struct world *world, const struct trial *trial)
{
	const struct command *command = &commands[trial->command];

	if (trial->fault->lies && !command->writes)
		return false;
	return !command->json || !world->setting->server.socket;
}

static bool says_the_same(struct world *world, struct trial *trial, const struct said *said)
{
	const char *wanted = reference_of(world, trial)->out;

	if (!answer_is_known(world, trial) || strcmp(said->out, wanted) == 0)
		return true;
	return broken(trial, "it exits with %d and says\n%.400s  instead of\n%.400s", said->exit,
		      said->out, wanted);
}

/* "Done." is only said of what is recorded. */
static bool did_what_it_says(struct world *world, struct trial *trial, const struct said *said)
{
	static const char *const words[] = { "Migrating ", "Rolling back " };
	char name[64], dots[4];

	for (int verb = 0; verb < 2; verb++) {
		const char *at = said->out;

		while ((at = strstr(at, words[verb]))) {
			const char *end = strchr(at, '\n');

			at += strlen(words[verb]);
			if (!end || strncmp(end, "\nDone.\n", 7) != 0)
				break;
			sscanf(at, "%63[A-Za-z]%3[.]", name, dots);
			if (world_applied(world, name) != (verb == 0))
				return broken(trial, "it says \"%s%s Done.\", and it is not so",
					      words[verb], name);
		}
	}
	return true;
}

static bool leaves_no_process(const struct world *world, struct trial *trial)
{
	char name[64];

	return runner_reap(LEAVING, world->program.server.pid, name, sizeof name) ||
	       broken(trial, "the process %s is left behind", name);
}

/* ---- What it leaves ---- */

static void first_difference(const char *is, const char *wanted, char *out, size_t size)
{
	size_t at = 0;

	while (is[at] && is[at] == wanted[at])
		at++;
	while (at && is[at - 1] != '\n')
		at--;
	snprintf(out, size, "%.300s\n  instead of\n%.300s", is + at, wanted + at);
}

static bool looks_right(struct world *world, struct trial *trial, const char *when)
{
	const char *wanted = reference_of(world, trial)->looks;
	char *is = world_look(world), difference[700];
	const bool same = strcmp(is, wanted) == 0;

	if (!same)
		first_difference(is, wanted, difference, sizeof difference);
	free(is);
	return same || broken(trial, "%s the database looks otherwise:\n%s", when, difference);
}

static bool recovers(struct world *world, struct trial *trial)
{
	struct said said = { 0 };
	bool well;

	program_run(&world->program, commands[trial->command].line, NULL, &said);
	if (trial->fault->person && said.exit == 6) {
		said_finish(&said);
		return true;
	}
	well = said.exit == 0 || broken(trial, "the next `glim %s` exits with %d: %.600s",
					commands[trial->command].line, said.exit, said.err);
	said_finish(&said);
	return well && looks_right(world, trial, "after the next one") &&
	       leaves_no_process(world, trial);
}

/* ---- The three ways to be touched ---- */

static bool check_stdout(struct world *world, struct trial *trial, const struct said *said)
{
	if (trial->fired && said->exit != 1)
		return broken(trial, "stdout was lost, and it exits with %d", said->exit);
	if (trial->fired && !strstr(said->err, "stdout could not be written"))
		return broken(trial, "stdout was lost, and it only says: %.300s", said->err);
	return looks_right(world, trial, "with stdout lost");
}

static bool check_stderr(struct world *world, struct trial *trial, const struct said *said)
{
	if (said->exit != 0)
		return broken(trial, "stderr was lost, and it exits with %d", said->exit);
	return says_the_same(world, trial, said) && looks_right(world, trial, "with stderr lost");
}

static bool known_well(const struct reference *reference, uint64_t state)
{
	for (unsigned i = 0; i < reference->well_count; i++)
		if (reference->well[i] == state)
			return true;
	return false;
}

/* From the same state the next command does the same: it is run once for each. */
static bool can_recover(struct world *world, struct trial *trial)
{
	struct reference *reference = &world->references[trial->command];
	const uint64_t state = world_state(world);

	if (known_well(reference, state))
		return true;
	if (!recovers(world, trial))
		return false;
	if (state && !trial->fault->person && reference->well_count < STATES)
		reference->well[reference->well_count++] = state;
	return true;
}

static bool check_work(struct world *world, struct trial *trial, const struct said *said)
{
	if (!did_what_it_says(world, trial, said))
		return false;
	if (said->exit == 0 && (!says_the_same(world, trial, said) ||
				!looks_right(world, trial, "it exits with 0, but")))
		return false;
	return can_recover(world, trial);
}

static bool check(struct world *world, struct trial *trial, const struct said *said)
{
	if (!ends_orderly(trial, said) || !explains_itself(trial, said) ||
	    !leaves_no_process(world, trial))
		return false;
	switch (trial->fault->touches) {
	case TOUCHES_STDOUT:
		return check_stdout(world, trial, said);
	case TOUCHES_STDERR:
		return check_stderr(world, trial, said);
	default:
		return check_work(world, trial, said);
	}
}

bool trial_run(struct world *world, struct trial *trial)
{
	const struct inject_count *count = world->program.count;
	struct said said;
	char wish[80], place[120];
	bool well;

	fault_wish(trial->fault, trial->number, wish, sizeof wish);
	world_prepare(world, trial->command);
	program_run(&world->program, commands[trial->command].line, wish, &said);
	trial->fired = count->fired > 0;
	trial->exit = said.exit;
	snprintf(place, sizeof place, "%s, called at %s+%#lx", count->function, count->object,
		 count->offset);
	well = check(world, trial, &said);
	if (!well)
		fprintf(stderr, "VIOLATION: GLIM_INJECT=%s glim %s: %s\n  %s\n%s", wish,
			commands[trial->command].line, trial->why, place, said.err);
	said_finish(&said);
	return well;
}
