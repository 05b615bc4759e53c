/* One runner at a time: the lock of the session that does the work, waited for by polling. */
#ifndef GLIM_LOCK_LOCK_H
#define GLIM_LOCK_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "database/database.h"
#include "output/output.h"

/*
 * Waits up to `timeout` microseconds. False: locked (exit 5; the error names the holder, since
 * when, and what it executes), or the database failed. The lock ends with the session.
 */
bool lock_take(struct database *, int64_t timeout, struct output *, struct error *);

/* The error of one who does not wait: exit 5, and who holds it. False. */
bool lock_refuse(const struct lock_holder *, struct error *);

/*
 * Who holds it, without taking it; `names` are the migrations that the holder may be at. out->who
 * is NULL where nobody does. False: that cannot be known.
 */
bool lock_find_holder(struct database *, const char *const *names, size_t count,
		      struct lock_holder *out);

#endif
