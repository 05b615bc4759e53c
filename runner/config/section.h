/* The two sections of config.json: readers for the table of its top level (target: config). */
#ifndef GLIM_CONFIG_SECTION_H
#define GLIM_CONFIG_SECTION_H

#include "config/key.h"

/* extensions.migration, and what the command line says instead. */
bool migration_read(struct reading *, const struct key *, const struct member *, void *);
/* db: all connections; chooses one. */
bool connections_read(struct reading *, const struct key *, const struct member *, void *);
void connection_finish(struct connection *connection);
/* password_file of a connection. */
bool secret_read_file(struct reading *, const struct key *, const struct member *, void *);

/* hooks.c: the commands around a run. */
extern const struct key hook_keys[];
void hook_finish(struct hook *hook);

/* throttle.c: of a connection whose driver is known. */
bool throttle_read(struct reading *, const struct key *, const struct member *, void *);
void throttle_finish(struct throttle *throttle);

/* Their keys; the help has a line for each. */
extern const struct key migration_keys[], connection_keys[];

#endif
