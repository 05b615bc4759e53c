/* The five characters that the SQL standard gives an error, as the number that servers use. */
#ifndef GLIM_DIALECT_SQLSTATE_H
#define GLIM_DIALECT_SQLSTATE_H

#include <string.h>

#define SQLSTATE_PART(character, place) ((((character) - '0') & 0x3f) << 6 * (place))
#define SQLSTATE(a, b, c, d, e)                                                                    \
	(SQLSTATE_PART(a, 0) + SQLSTATE_PART(b, 1) + SQLSTATE_PART(c, 2) + SQLSTATE_PART(d, 3) +   \
	 SQLSTATE_PART(e, 4))

/* 0 unless `state` has five characters. */
static inline int sqlstate_number(const char *state)
{
	if (strlen(state) < 5)
		return 0;
	return SQLSTATE(state[0], state[1], state[2], state[3], state[4]);
}

#endif
