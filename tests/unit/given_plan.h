/* A catalog and a history by hand, for tests of the rules. */
#ifndef GLIM_TESTS_GIVEN_PLAN_H
#define GLIM_TESTS_GIVEN_PLAN_H

#include "plan/plan.h"

enum { GIVEN_MOST = 8 };

enum { NO_ROLLBACK = 1, IRREVERSIBLE = 2, MODELS_ONLY = 4, BROKEN = 8 };

struct given_file {
	const char *stem;
	const char *depends;
	int flags;
};

/* state: 'a'pplied, 'f'ailed, 'r'unning; `step`: what its journal kept, NULL for nothing. */
struct given_row {
	const char *name;
	char state;
	const char *step;
	bool back;
	const char *depends;
};

/* Fills the catalog's entries; `files` ends with an empty one, or is full. */
void given_catalog(struct catalog *, const struct given_file *files);
void given_finish(struct catalog *catalog);
struct history *given_history(const struct given_row *rows);

#endif
