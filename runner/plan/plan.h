/*
 * Catalog x history x request -> the migrations to take, in order, or the reason why not. Pure: no
 * I/O. Every rule of order, dependency, missing file and half-done record is here.
 */
#ifndef GLIM_PLAN_PLAN_H
#define GLIM_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "catalog/catalog.h"
#include "history/history.h"

/* What the disk says of a plugin that is to be undone. */
struct plan_look {
	bool drifted;           /* the deployed file is not the one that ran */
	struct entry *archived; /* the one that ran, inspected; NULL: no archive has it */
};

struct plan_request {
	enum direction direction;
	const char *name; /* one migration; NULL: all */
	const char *to;
	long count; /* -1: all */
	bool out_of_order_stops;
	bool again; /* what is rolled back is to run again: it must be deployed */
	/*
	 * Asked of each migration that a rollback takes, before anything is decided; fills the
	 * facts of `deployed`, which may be NULL. NULL: the facts are known, nothing has drifted.
	 */
	struct plan_look (*look)(void *data, const struct record *, struct entry *deployed);
	void *look_data;
};

struct plan_item {
	struct entry *entry;         /* NULL: only the row is dropped; may be an archived one */
	const struct record *record; /* NULL: never ran */
	bool out_of_order;
	bool half_done;  /* left in the middle: resumed, or undone */
	bool drifted;    /* the plugin that ran is neither deployed nor archived */
	bool undeployed; /* `entry` is archived, and nothing sound is deployed to run again */
};

struct plan {
	struct plan_item *items;
	size_t count;
	char **notes; /* sentences for the operator */
	size_t note_count;
	size_t applied; /* in the history */
};

/*
 * The facts of the entries that plan_wants() names must be known (catalog_inspect). NULL: the error
 * says why. A request for what is done already gives an empty plan with a note.
 */
struct plan *plan_make(const struct catalog *, const struct history *, const struct plan_request *,
		       struct error *);
void plan_destroy(struct plan *plan);

/* Does this request need the facts of this entry? (A rollback asks `look` for them.) */
bool plan_wants(const struct history *, const struct plan_request *, const struct entry *);

/* An entry that is no migration: models and no run. */
bool plan_is_model_file(const struct entry *entry);
/* The entry that a record came from, or NULL. */
struct entry *plan_entry_of(const struct catalog *, const struct record *);
/* The record that NAME means: by its plugin's name or stem, or by its own name; or NULL. */
const struct record *plan_record_of(const struct catalog *, const struct history *,
				    const char *name);
/* Have several, deployed or recorded, this name behind their number? Then the error lists them. */
bool plan_means_several(const struct catalog *, const struct history *, const char *name,
			struct error *);
bool plan_pending(const struct record *record); /* NULL, or failed with nothing kept */
/* Has the plugin changed since it ran? By source checksum where both are known, else by file. */
bool plan_drifted(const struct record *, const char *source_checksum, const char *checksum);

/* The last applied migration in plan order, or NULL; what is pending before it is out of order. */
const struct entry *plan_last_applied(const struct catalog *, const struct history *);

/* plan/depends.c: puts dependencies first; false: the error names the chain. */
bool plan_order(struct plan *, const struct catalog *, const struct history *, struct error *);
/* Is `name` in a list such as "AddUser, AddCrates"? Matches as NAME on the command line does. */
bool plan_lists(const char *list, const char *name);

/* plan/unfinished.c: what was left in the middle of its run or rollback. */
bool plan_refuse_unfinished(const struct record *, const char *advice, struct error *); /* false */
/* What a later version or an editor's hand wrote is not guessed at. */
bool plan_knows_states(const struct history *, struct error *);

/*
 * plan/baseline.c: what `glim migration:baseline NAME` records as applied: all that is pending up
 * to NAME, in the order in which it would run. The facts of all pending entries must be known.
 */
struct plan *plan_baseline(const struct catalog *, const struct history *, const char *name,
			   struct error *);

/*
 * plan/import.c: the same for those that another tool has applied: `chosen` is as long as the
 * catalog. An error where one of them depends on what is neither applied nor chosen.
 */
struct plan *plan_import(const struct catalog *, const struct history *, const bool *chosen,
			 struct error *);

/* Shared by the rules. */
struct plan *plan_create(const struct history *history); /* empty */
struct plan_item *plan_add(struct plan *plan);
__attribute__((format(printf, 2, 3))) void plan_note(struct plan *plan, const char *format, ...);
bool plan_run(struct plan *, const struct catalog *, const struct history *,
	      const struct plan_request *, struct error *);
bool plan_rollback(struct plan *, const struct catalog *, const struct history *,
		   const struct plan_request *, struct error *);
bool plan_unknown(const struct catalog *, const struct history *, const char *name,
		  struct error *); /* false, "did you mean" */

#endif
