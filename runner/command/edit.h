/*
 * What repair and baseline share: they write to the history and run no plugin code. A reason, the
 * consent, the lock, and one transaction.
 */
#ifndef GLIM_COMMAND_EDIT_H
#define GLIM_COMMAND_EDIT_H

#include "catalog/catalog.h"
#include "command/options.h"
#include "config/config.h"
#include "history/record.h"

struct edit {
	struct options *options;
	struct config *config;
	struct catalog *catalog;
	struct database *db;
	struct history *history;
	char *reason, *by;
};

/* --reason, or what is typed when a terminal can be asked. Without one: usage. */
bool edit_reason(struct edit *, struct error *);
/* Opens all of it and reads the history; no lock yet. */
bool edit_open(struct edit *, struct options *, struct error *);
void edit_close(struct edit *edit);

/* A protected connection wants its database's name; on a terminal `what` is asked for. */
bool edit_consent(struct edit *, const char *what, struct error *);
/* Takes the lock and reads the history again: what was read before is gone. */
bool edit_lock(struct edit *, struct error *);

/*
 * The checksum of a plugin that is recorded without having run here, its facts read from the same
 * bytes; the archive keeps it, as it does what runs. `state` is what is true if that fails.
 */
bool edit_read_plugin(struct edit *, struct entry *, char checksum[65], const char *state,
		      struct error *);
/* The row of a plugin that did not run here. `depends` is kept by the caller. */
void edit_fill(const struct edit *, struct record_entry *, const struct entry *,
	       const char *checksum, const char *depends);

/* All that `write` does is one transaction. */
bool edit_commit(struct edit *, bool (*write)(struct edit *, void *data, struct failure *),
		 void *data, struct error *);

#endif
