/* The keys of the history's rows. */
#ifndef GLIM_HISTORY_ID_H
#define GLIM_HISTORY_ID_H

#include <stdint.h>

enum { ID_TEXT = 36 + 1 };

/*
 * A UUID of version 7 (RFC 9562, 5.7), with the microseconds in place of its first random bits
 * (6.2, method 3): what is written later stands later in a table that is kept by its key, so a
 * history is appended to and read in the order in which it was made. 62 bits are random.
 */
void id_new(int64_t time, char id[ID_TEXT]); /* microseconds since 1970 */

#endif
