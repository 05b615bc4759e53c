/* glim_log as it is read: everything that happened, for `glim migration:log`. */
#ifndef GLIM_HISTORY_LOG_H
#define GLIM_HISTORY_LOG_H

#include "history/history.h"

struct log_row {
	char *id, *event, *name;
	int64_t created_at; /* microseconds, UTC; 0 if unknown */
	enum direction direction;
	char *checksum;
	int64_t statements, duration_us; /* -1: not known */
	char *by, *runner, *reason;
	char *detail; /* of a failure the error, of a repair what was there before */
};

struct log {
	bool exists;
	struct log_row *rows; /* oldest first */
	size_t count;
};

/* Needs the right to SELECT from glim_log, and no other. */
struct log *log_read(struct database *, struct error *);
void log_destroy(struct log *log);

/* Keeps what this name means, as on the command line (NULL: all), and nothing older than `since`.
 */
void log_keep(struct log *, const char *name, int64_t since);
bool log_has(const struct log *log, const char *name);
void log_sort(struct log *log);

#endif
