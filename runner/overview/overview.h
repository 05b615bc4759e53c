/*
 * Catalog x history -> what state each migration is in, for status and validate. Drift and refused
 * files are found by opening files: only for the rows that are looked at.
 */
#ifndef GLIM_OVERVIEW_OVERVIEW_H
#define GLIM_OVERVIEW_OVERVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog/catalog.h"
#include "history/history.h"

enum overview_state {
	OVERVIEW_APPLIED,
	OVERVIEW_PENDING,
	OVERVIEW_RUNNING,
	OVERVIEW_INTERRUPTED,
	OVERVIEW_FAILED,
	OVERVIEW_DRIFTED,
	OVERVIEW_MISSING,
	OVERVIEW_STATES
};

struct overview_row {
	const char *name;
	enum overview_state state;
	struct entry *entry;         /* NULL: no plugin */
	const struct record *record; /* NULL: never ran */
	char **problems;             /* sentences */
	size_t problem_count;
};

struct overview {
	struct overview_row *rows; /* the history by time, then what is pending in plan order */
	size_t count;
	size_t states[OVERVIEW_STATES];
};

/* `working`: somebody holds the lock, so a `running` record is not an interrupted one. */
struct overview *overview_make(const struct catalog *, const struct history *, bool working);
void overview_destroy(struct overview *overview);

/* The one that is under way has no record of that before its first boundary; NULL: none is. */
void overview_mark_running(struct overview *, const char *name);

/* Opens the row's plugin: drift, refused files, missing rollback. */
void overview_look(struct overview *, const struct catalog *, struct overview_row *);

const char *overview_state_name(enum overview_state state);
/* What is neither applied nor pending, nor under way. */
size_t overview_attention(const struct overview *overview);

#endif
