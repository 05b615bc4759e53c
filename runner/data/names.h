/* Lists of names as a migration writes them: "tenant, id". Pure. */
#ifndef GLIM_DATA_NAMES_H
#define GLIM_DATA_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
	char **list;
	size_t count;
};

/* False: *why says why it is no list of names; nothing is to be finished then. */
bool names_read(const char *text, struct names *out, const char **why);
void names_finish(struct names *names);
/* Its place in the list; the count if it is not there. Letters' case does not matter. */
size_t names_find(const char *const *list, size_t count, const char *name);

#endif
