/* What is said of a migration under way, as text. Pure. */
#ifndef GLIM_PROGRESS_LINE_H
#define GLIM_PROGRESS_LINE_H

#include "driver/driver.h"

struct progress_facts {
	const char *name;
	int64_t elapsed;  /* microseconds */
	uint32_t step;    /* 0: none yet */
	const char *wait; /* what it waits for by itself, or NULL */

	bool counts; /* the migration tells how far it is */
	uint64_t done, total;
	double rate;  /* a second; below 0: not known */
	int64_t left; /* microseconds; below 0: not known */

	bool asked; /* the database tells how far the statement is */
	struct statement_progress statement;
	const struct statement_blocker *blocker; /* or NULL */
};

/*
 * For a terminal: narrower than `columns`. What has no room is left out whole, the least telling
 * first: a name is there or not, it is never cut. A new text.
 */
char *line_for_terminal(const struct progress_facts *, size_t columns);
/* "NAME: 30 s, step 2, ..", with everything. A new text. */
char *line_for_log(const struct progress_facts *);
/* Does the terminal's line hold who blocks? */
bool line_has_blocker(const struct progress_facts *, size_t columns);

/* "12 s", "1 min 12 s", "3 h 2 min": whole seconds, so that nothing flickers. */
void line_add_time(struct text *, int64_t microseconds);

#endif
