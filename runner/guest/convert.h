/* One value read as another type: the rules of glim_get(). Numbers are written as C writes them. */
#ifndef GLIM_GUEST_CONVERT_H
#define GLIM_GUEST_CONVERT_H

#include <locale.h>
#include <stdbool.h>

#define GLIM_RUNNER
#include <glim/migration.h>

enum { CONVERT_TEXT = 32 };

/*
 * False if `from` cannot be read as `type`. `to` may borrow the data of `from`, whose texts are
 * NUL-terminated, or point into `room`. NULL stays NULL.
 */
bool convert_value(const glim_value *from, int32_t type, glim_value *to, char room[CONVERT_TEXT],
		   locale_t plain);
const char *convert_type_name(int32_t type);

#endif
