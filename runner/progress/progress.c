#include "progress/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "interrupt/interrupt.h"
#include "progress/fields.h"
#include "progress/line.h"
#include "progress/rate.h"

enum {
	SECOND = 1000000,
	DRAW = SECOND / 5, /* how often the line is drawn */
	LOOK = SECOND,     /* how often it is looked whether a plain line is due */
	QUIET = SECOND     /* what is over by then is not told of */
};

struct progress {
	struct database *db;
	struct output *output;
	int64_t every;
	bool live;

	pthread_mutex_t lock; /* guards the work */
	struct work {
		char *name; /* NULL: none is under way */
		unsigned int number;
		int64_t began;
		char *wait; /* what it waits for by itself, or NULL */
		bool counts;
		uint64_t done, total;
		struct rate rate;
	} work;
	atomic_uint step;

	/* Of the thread that tells: */
	uint64_t statement; /* interrupt_statement */
	int64_t since, told,
		looked; /* clock_elapsed: it was first seen; a plain line; the database */
	bool asked;     /* by a signal, and not yet answered */
	bool known;
	struct statement_progress said;
	struct statement_blocker blocker;
	char *blamed; /* who has been named as the blocker */
};

/* What the database said holds for the statement that it said it of. */
static void forget(struct progress *progress)
{
	progress->known = false;
	statement_blocker_finish(&progress->blocker);
}

static void follow_statement(struct progress *progress, int64_t now)
{
	const uint64_t statement = interrupt_statement();

	if (statement == progress->statement)
		return;
	progress->statement = statement;
	progress->since = now;
	forget(progress);
}

/* Also without a statement under way: the driver announces the migration when it is asked. */
static void ask_database(struct progress *progress, int64_t now)
{
	const uint64_t statement = progress->statement;

	if (now - progress->looked < LOOK)
		return;
	progress->looked = now;
	forget(progress);
	progress->known = database_progress(progress->db, &progress->said, &progress->blocker) &&
			  statement && statement == interrupt_statement() &&
			  now - progress->since >= QUIET;
}

/* False: no migration is under way. Name and wait are new texts. */
static bool take_facts(struct progress *progress, int64_t now, struct progress_facts *facts,
		       unsigned int *number)
{
	const struct work *work = &progress->work;

	pthread_mutex_lock(&progress->lock);
	*number = work->number;
	*facts = (struct progress_facts){
		.name = memory_copy(work->name),
		.elapsed = now - work->began,
		.step = atomic_load(&progress->step),
		.wait = memory_copy(work->wait),
		.counts = work->counts,
		.done = work->done,
		.total = work->done > work->total ? 0 : work->total, /* a wrong guess is none */
		.rate = rate_per_second(&work->rate, now, work->done),
		.left = -1,
	};
	pthread_mutex_unlock(&progress->lock);
	if (facts->total)
		facts->left = rate_left(facts->rate, facts->done, facts->total);
	return facts->name != NULL;
}

static bool say_line(struct progress *progress, const struct progress_facts *facts)
{
	char *line = line_for_log(facts);
	struct text text = { 0 };
	bool said;

	text_print(&text, "glim: %s\n", line);
	said = output_try_aside(progress->output, &text);
	text_finish(&text);
	free(line);
	return said;
}

static bool say_all(struct progress *progress, const struct progress_facts *facts, int64_t now)
{
	const bool said = progress->output->events ? output_try_event(progress->output, "progress",
								      progress_fields(facts))
						   : say_line(progress, facts);

	if (!said)
		return false;
	progress->told = now;
	progress->asked = false;
	return true;
}

/* Once for each, where the line has no room for it or there is no line. */
static void say_blocker(struct progress *progress, const struct progress_facts *facts, int64_t now)
{
	const char *who = facts->blocker ? facts->blocker->who : NULL;

	if (!who || (progress->blamed && strcmp(progress->blamed, who) == 0) ||
	    (progress->live && line_has_blocker(facts, output_columns())) ||
	    !say_all(progress, facts, now))
		return;
	free(progress->blamed);
	progress->blamed = memory_copy(who);
}

/* What has ended meanwhile has taken its line away. */
static void draw(struct progress *progress, const struct progress_facts *facts, unsigned int number)
{
	char *line = line_for_terminal(facts, output_columns());

	pthread_mutex_lock(&progress->lock);
	if (number == progress->work.number)
		output_draw(progress->output, line);
	pthread_mutex_unlock(&progress->lock);
	free(line);
}

static bool is_due(const struct progress *progress, const struct progress_facts *facts, int64_t now)
{
	return progress->every && !progress->live && !progress->output->quiet &&
	       facts->elapsed >= progress->every && now - progress->told >= progress->every;
}

static void tell(struct progress *progress, struct progress_facts *facts, int64_t now)
{
	facts->asked = progress->known;
	facts->statement = progress->said;
	facts->blocker = progress->known && progress->blocker.who ? &progress->blocker : NULL;
	if (!progress->output->quiet)
		say_blocker(progress, facts, now);
	if (progress->asked || is_due(progress, facts, now))
		say_all(progress, facts, now);
}

static void on_tick(void *data, bool asked)
{
	struct progress *progress = data;
	const int64_t now = clock_elapsed();
	struct progress_facts facts;
	unsigned int number;

	progress->asked |= asked;
	if (take_facts(progress, now, &facts, &number)) {
		follow_statement(progress, now);
		if (facts.elapsed >= QUIET)
			ask_database(progress, now);
		if (facts.elapsed >= QUIET || progress->asked)
			tell(progress, &facts, now);
		if (facts.elapsed >= QUIET && progress->live)
			draw(progress, &facts, number);
	}
	free((char *)facts.name);
	free((char *)facts.wait);
}

struct progress *progress_create(struct database *db, struct output *output, int64_t every)
{
	struct progress *progress = memory_alloc(sizeof *progress);

	pthread_mutex_init(&progress->lock, NULL);
	progress->db = db;
	progress->output = output;
	progress->every = every;
	progress->live = output_is_live(output);
	progress->told = clock_elapsed();
	interrupt_every(progress->live ? DRAW : LOOK, on_tick, progress);
	return progress;
}

void progress_destroy(struct progress *progress)
{
	if (!progress)
		return;
	interrupt_every(0, NULL, NULL);
	output_erase();
	pthread_mutex_destroy(&progress->lock);
	statement_blocker_finish(&progress->blocker);
	free(progress->blamed);
	free(progress->work.name);
	free(progress->work.wait);
	free(progress);
}

static void take_work(struct progress *progress, char *name)
{
	char *old, *wait;

	pthread_mutex_lock(&progress->lock);
	old = progress->work.name;
	wait = progress->work.wait;
	progress->work = (struct work){
		.name = name,
		.number = progress->work.number + 1,
		.began = clock_elapsed(),
	};
	atomic_store(&progress->step, 0);
	pthread_mutex_unlock(&progress->lock);
	free(old);
	free(wait);
}

void progress_begin(struct progress *progress, const char *name)
{
	if (progress)
		take_work(progress, memory_copy(name));
}

void progress_end(struct progress *progress)
{
	if (!progress)
		return;
	take_work(progress, NULL);
	output_erase();
}

void progress_step(struct progress *progress, uint32_t step)
{
	if (progress)
		atomic_store_explicit(&progress->step, step, memory_order_relaxed);
}

void progress_count(struct progress *progress, uint64_t done, uint64_t total)
{
	struct work *work;

	if (!progress)
		return;
	work = &progress->work;
	pthread_mutex_lock(&progress->lock);
	work->counts = true;
	work->done = done;
	work->total = total;
	rate_add(&work->rate, clock_elapsed(), done);
	pthread_mutex_unlock(&progress->lock);
}

void progress_wait(struct progress *progress, const char *why)
{
	char *old;

	if (!progress)
		return;
	pthread_mutex_lock(&progress->lock);
	old = progress->work.wait;
	progress->work.wait = memory_copy(why);
	pthread_mutex_unlock(&progress->lock);
	free(old);
}
