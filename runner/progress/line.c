#include "progress/line.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/width.h"

/* In the order of the line; the rank says what has to go first where there is no room. */
enum part {
	PART_NAME,
	PART_TIME,
	PART_STEP,
	PART_COUNT,
	PART_STATE,
	PART_STAGE,
	PART_BLOCKER,
	PART_RATE,
	PART_LEFT,
	PARTS
};

static const int ranks[PARTS] = {
	[PART_TIME] = 0,    [PART_COUNT] = 1, [PART_STAGE] = 2, [PART_STATE] = 3, [PART_NAME] = 4,
	[PART_BLOCKER] = 5, [PART_LEFT] = 6,  [PART_RATE] = 7,  [PART_STEP] = 8,
};

struct line {
	struct text parts[PARTS];
};

void line_add_time(struct text *text, int64_t microseconds)
{
	const int64_t seconds = microseconds > 0 ? microseconds / 1000000 : 0;

	if (seconds < 60)
		text_print(text, "%" PRId64 " s", seconds);
	else if (seconds < 3600)
		text_print(text, "%" PRId64 " min %" PRId64 " s", seconds / 60, seconds % 60);
	else
		text_print(text, "%" PRId64 " h %" PRId64 " min", seconds / 3600,
			   seconds / 60 % 60);
}

/* 1234567 as 1,234,567 */
static void add_number(struct text *text, uint64_t number)
{
	if (number >= 1000) {
		add_number(text, number / 1000);
		text_print(text, ",%03" PRIu64, number % 1000);
	} else {
		text_print(text, "%" PRIu64, number);
	}
}

/* Three digits are all that a rate is good for: 146,313 is 146,000. */
static uint64_t three_digits(double number)
{
	uint64_t unit = 1;

	while (number / (double)unit >= 1000)
		unit *= 10;
	return (uint64_t)(number / (double)unit + 0.5) * unit;
}

static int percent_of(uint64_t done, uint64_t total)
{
	return done >= total ? 100 : (int)((double)done * 100 / (double)total);
}

static void add_count(struct line *line, const struct progress_facts *facts)
{
	struct text *count = &line->parts[PART_COUNT], *rate = &line->parts[PART_RATE];

	add_number(count, facts->done);
	if (facts->total) {
		text_add(count, " of ");
		add_number(count, facts->total);
		text_print(count, " (%d %%)", percent_of(facts->done, facts->total));
	}
	if (facts->rate >= 10) {
		add_number(rate, three_digits(facts->rate));
		text_add(rate, " a second");
	} else if (facts->rate > 0) {
		text_print(rate, "%.1f a second", facts->rate);
	}
	if (facts->left >= 0) {
		text_add(&line->parts[PART_LEFT], "about ");
		line_add_time(&line->parts[PART_LEFT], facts->left);
		text_add(&line->parts[PART_LEFT], " left");
	}
}

/* The database begins its words with a capital. */
static void add_state(struct text *text, const char *state)
{
	const char first[] = { (char)tolower((unsigned char)state[0]), '\0' };
	const bool is_word = state[0] && islower((unsigned char)state[1]);

	text_add_safe(text, is_word ? first : state, state[0] ? 1 : 0);
	if (state[0])
		text_add_safe(text, state + 1, strlen(state + 1));
}

/*
 * A stage's percent is the stage's: nobody knows what part of the whole it is. Some stages stay at
 * 0 until they are over.
 */
static void add_stage(struct text *text, const struct statement_progress *statement)
{
	if (statement->stages)
		text_print(text, "stage %d of %d", statement->stage, statement->stages);
	if (statement->percent >= 1)
		text_print(text, "%s%.0f %%", text->length ? ", " : "", statement->percent);
}

static void add_blocker(struct text *text, const struct statement_blocker *blocker)
{
	text_add(text, blocker->is_sure ? "held by " : "oldest open transaction: ");
	text_add_safe(text, blocker->who, strlen(blocker->who));
	if (blocker->age >= 0)
		text_print(text, ", %" PRId64 " s", blocker->age / 1000000);
	if (blocker->more)
		text_print(text, ", and %zu more", blocker->more);
}

static void line_make(struct line *line, const struct progress_facts *facts)
{
	*line = (struct line){ 0 };
	text_add_safe(&line->parts[PART_NAME], facts->name, strlen(facts->name));
	line_add_time(&line->parts[PART_TIME], facts->elapsed);
	if (facts->step)
		text_print(&line->parts[PART_STEP], "step %" PRIu32, facts->step);
	if (facts->counts)
		add_count(line, facts);
	if (facts->wait) {
		text_add(&line->parts[PART_STATE], "waits: ");
		text_add_safe(&line->parts[PART_STATE], facts->wait, strlen(facts->wait));
	}
	if (!facts->asked || facts->wait)
		return;
	add_state(&line->parts[PART_STATE], facts->statement.state);
	add_stage(&line->parts[PART_STAGE], &facts->statement);
	if (facts->statement.waits && facts->blocker)
		add_blocker(&line->parts[PART_BLOCKER], facts->blocker);
}

static void line_finish(struct line *line)
{
	for (int i = 0; i < PARTS; i++)
		text_finish(&line->parts[i]);
}

/* Name, time and step stand apart; what follows is one sentence. */
static const char *between(enum part part, enum part before)
{
	return part <= PART_COUNT || before <= PART_STEP ? "  " : ", ";
}

static void join(const struct line *line, struct text *out)
{
	int before = -1;

	for (int i = 0; i < PARTS; i++) {
		if (!line->parts[i].length)
			continue;
		if (before >= 0)
			text_add(out, between((enum part)i, (enum part)before));
		text_add(out, text_get(&line->parts[i]));
		before = i;
	}
}

static bool drop_least(struct line *line)
{
	int least = -1;

	for (int i = 0; i < PARTS; i++)
		if (line->parts[i].length && (least < 0 || ranks[i] > ranks[least]))
			least = i;
	if (least < 0)
		return false;
	text_finish(&line->parts[least]);
	return true;
}

/* A line as wide as the terminal makes some of them begin a new one. */
static char *fit(struct line *line, size_t columns)
{
	struct text out = { 0 };

	join(line, &out);
	while (width_of(text_get(&out)) >= columns && drop_least(line)) {
		text_clear(&out);
		join(line, &out);
	}
	return text_take(&out);
}

char *line_for_terminal(const struct progress_facts *facts, size_t columns)
{
	struct line line;
	char *text;

	line_make(&line, facts);
	text = fit(&line, columns);
	line_finish(&line);
	return text;
}

bool line_has_blocker(const struct progress_facts *facts, size_t columns)
{
	struct line line;
	bool has;

	line_make(&line, facts);
	free(fit(&line, columns));
	has = line.parts[PART_BLOCKER].length > 0;
	line_finish(&line);
	return has;
}

char *line_for_log(const struct progress_facts *facts)
{
	struct text out = { 0 };
	struct line line;

	line_make(&line, facts);
	for (int i = 0; i < PARTS; i++) {
		if (!line.parts[i].length)
			continue;
		text_add(&out, i == PART_NAME ? "" : i == PART_TIME ? ": " : ", ");
		text_add(&out, text_get(&line.parts[i]));
	}
	line_finish(&line);
	return text_take(&out);
}
