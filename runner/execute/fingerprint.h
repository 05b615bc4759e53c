/*
 * What the objects of a statement looked like: taken before it and again after its answer was lost,
 * two fingerprints tell whether it took effect. Both have to be taken in a session in which the
 * same session statements (USE above all) were executed.
 */
#ifndef GLIM_EXECUTE_FINGERPRINT_H
#define GLIM_EXECUTE_FINGERPRINT_H

#include <stdbool.h>

#include "database/database.h"
#include "dialect/object.h"

enum fingerprint_verdict {
	FINGERPRINT_SAME,    /* it did not happen, or may be executed again as if it had not */
	FINGERPRINT_CHANGED, /* it happened */
	FINGERPRINT_MIXED    /* in part, or something else happened: a person has to look */
};

/*
 * A new text; its first line is the server's version, then one line an object: what the statement
 * does to it, kind, name, and a hash, `absent`, or `hidden` where the account may not look. Behind
 * the hash of a table that it changes stands `=` and the table's text in hexadecimal digits.
 * NULL: the failure says why.
 */
char *fingerprint_take(struct database *, const struct object_list *, struct failure *);
enum fingerprint_verdict fingerprint_compare(const char *before, const char *after);
/* The text of the one table that a statement changes (owned); NULL where it is not kept. */
char *fingerprint_shown(const char *fingerprint);
/* Tables that change places look the same before and after: nothing will tell. */
bool fingerprint_ambiguous(const char *before);

#endif
