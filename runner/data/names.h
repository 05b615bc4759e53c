/* Lists of names as a migration writes them: "tenant, id". Pure. */
#ifndef GLIM_DATA_NAMES_H
#define GLIM_DATA_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
	char **list;
	size_t count;
};

/* Is "ID" the column "id"? What the database says, and struct dialect with it. */
enum names_rule { NAMES_FOLDED, NAMES_EXACT };
bool names_same(enum names_rule, const char *a, const char *b);

/* False: *why says why it is no list of names; nothing is to be finished then. */
bool names_read(const char *text, enum names_rule, struct names *out, const char **why);
void names_finish(struct names *names);
/* Its place in the list; the count if it is not there. A name that is the very same goes first. */
size_t names_find(const char *const *list, size_t count, enum names_rule, const char *name);

#endif
