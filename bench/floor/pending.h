/* What a directory of plugins has and a history has not. */
#ifndef BENCH_PENDING_H
#define BENCH_PENDING_H

#include <stddef.h>

struct names {
	char **at;
	size_t count, room;
};

void names_add(struct names *names, const char *name, size_t length);
/* NUMBER_NAME.so files, by NAME. */
void names_of_plugins(struct names *names, const char *directory);
/* Sorts both; how many of the plugins are not in the history. */
size_t names_missing(struct names *plugins, struct names *history);

#endif
