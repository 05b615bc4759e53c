/*
 * Positions by name: a hash table, which is made only when a name comes that is not in order. The
 * names are borrowed, and have to stay where they are.
 */
#ifndef GLIM_BASE_LOOKUP_H
#define GLIM_BASE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOOKUP_NONE SIZE_MAX

struct lookup;

struct lookup *lookup_create(size_t most);
/* At the next position, from 0 on. False: that name is there already, and keeps its position; this
 * one is nobody's. */
bool lookup_add(struct lookup *lookup, const char *name);
/* Quickest for names that are asked for in the order of their positions, from the first on: then
 * and where they were added in the order of strcmp() it does without a table. */
size_t lookup_find(struct lookup *lookup, const char *name);
void lookup_destroy(struct lookup *lookup);

#endif
