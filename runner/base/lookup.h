/* Positions by name: a hash table. The names are borrowed, and have to stay where they are. */
#ifndef GLIM_BASE_LOOKUP_H
#define GLIM_BASE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOOKUP_NONE SIZE_MAX

struct lookup;

struct lookup *lookup_create(size_t most); /* room for so many names, with positions below */
/* False: that name is there already, and keeps its position. */
bool lookup_add(struct lookup *lookup, const char *name, size_t position);
/* Quickest for names that are asked for in the order of their positions. */
size_t lookup_find(struct lookup *lookup, const char *name);
void lookup_destroy(struct lookup *lookup);

#endif
