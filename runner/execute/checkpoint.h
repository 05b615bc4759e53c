/*
 * How far a backfill has come, as glim_steps keeps it in the place of a fingerprint: the rows that
 * are done, and the key of the last one. Pure.
 */
#ifndef GLIM_EXECUTE_CHECKPOINT_H
#define GLIM_EXECUTE_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/text.h"

/* Bytes of a key: its text has two letters each, and shares glim_steps' 60,000. */
enum { CHECKPOINT_KEY_MOST = 29900 };

struct checkpoint {
	uint64_t rows;
	struct text key; /* as wire_put_values() has it; empty: at the beginning */
};

char *checkpoint_text(const struct checkpoint *checkpoint); /* owned */
bool checkpoint_is(const char *fingerprint);                /* NULL: no */
uint64_t checkpoint_rows(const char *fingerprint);          /* 0 if it is none */
/* False: it is none, or damaged. */
bool checkpoint_read(const char *fingerprint, struct checkpoint *out);
void checkpoint_set_key(struct checkpoint *, const glim_value *key, size_t count);
/* The key's values (the array is owned, the data borrowed); NULL at the beginning. */
glim_value *checkpoint_key(const struct checkpoint *, size_t *count);
void checkpoint_finish(struct checkpoint *checkpoint);

#endif
