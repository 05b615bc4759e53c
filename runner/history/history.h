/*
 * The runner's own tables in the user's database: glim_migrations (what is applied), glim_steps
 * (the journal of an unfinished migration) and glim_log (everything that happened).
 */
#ifndef GLIM_HISTORY_HISTORY_H
#define GLIM_HISTORY_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "database/database.h"
#include "model/model.h"

struct lookup;

enum record_state { RECORD_APPLIED, RECORD_RUNNING, RECORD_FAILED, RECORD_UNKNOWN };
enum direction { DIRECTION_RUN, DIRECTION_ROLLBACK };

/*
 * A row of glim_steps: one boundary, and what was asked and answered between it and the one before.
 * "started": sent, and not known to have ended; "done"; "failed": the database says that it went
 * wrong; "refused": by the parser, before any of it was done; "forgiven": refused, as glim_try()
 * allows; "ended": something that no rule knew ended the transaction.
 */
struct step_record {
	char *name;
	enum direction direction;
	int64_t step;
	char *state;
	char *site;
	char *sql;
	char *hash;        /* of the statement, as execute/journal.h has it */
	char *fingerprint; /* before it; STEP_REPEATABLE; NULL: cannot be known */
	char *note;        /* why it cannot be known, or not be replayed */
	char *journal;     /* bytes; NULL: cannot be replayed */
	size_t journal_length;
	int64_t code;    /* of a forgiven one */
	int64_t changes; /* of one that is done */
	int64_t last_id; /* the session's, when it was sent */
};

#define STEP_REPEATABLE "repeatable"

/* A row of glim_migrations. */
struct record {
	char *id;
	char *name;
	char *description;
	int64_t created_at; /* microseconds, UTC; 0 if unknown */
	enum record_state state;
	enum direction direction;
	char *checksum, *source_checksum;
	char *depends;  /* "AddUser, AddCrates"; "" if none */
	int reversible; /* -1: not recorded */
	int64_t statements, duration_us;
	char *applied_by, *runner, *error;
	const struct step_record *last_step; /* of its journal; NULL: nothing is kept */
};

struct history {
	bool exists;            /* glim_migrations is there */
	bool complete;          /* with all its columns */
	struct record *records; /* by created_at, then name */
	size_t count;
	struct lookup *by_name;        /* the same, by their positions */
	const struct record *twice[2]; /* have the same name; NULL: there is no such name */
	struct step_record *steps;     /* by name, direction and step */
	size_t step_count;
	struct arena texts; /* of the records; unless one was made by hand, and owns them */
};

struct history *history_read(struct database *, struct error *);
/* Names only and in any order, a fraction of the work; NULL where a name and `applied` is not all
 * there is to know. */
struct history *history_glance(struct database *);
void history_destroy(struct history *history);
void history_sort(struct history *history);  /* after records were added */
void history_index(struct history *history); /* part of it: what history_find() needs */
/* For qsort(): by created_at, then name. */
int history_compare(const struct record *left, const struct record *right);
const struct record *history_find(const struct history *, const char *name);
/* The journal of one migration in one direction; NULL and 0 if there is none. */
const struct step_record *history_steps_of(const struct history *, const char *name, enum direction,
					   size_t *count);
size_t history_applied(const struct history *history);
/* 6 with `glim migration:init` unless the history is there and complete. */
bool history_require(const struct history *, const struct database *, struct error *);

/* A record with something that could not be undone: neither applied nor pending. */
bool record_half_done(const struct record *record);

/* Creates or upgrades the tables. *changed tells whether there was anything to do. */
bool history_init(struct database *, bool *changed, struct error *);

/* history/schema.c */
extern const struct model history_migrations, history_steps, history_log;

const char *record_state_name(enum record_state state);
const char *direction_name(enum direction direction);

#endif
