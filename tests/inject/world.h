/*
 * A database of its own and the script that is run in it. What every command finds and leaves when
 * nothing fails is known from the start.
 */
#ifndef INJECT_WORLD_H
#define INJECT_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chaos/server.h"
#include "chaos/side.h"
#include "program.h"

struct setting {
	const char *path, *shim, *plugins;
	const char *behind;         /* the program with a module before each driver */
	struct server_place server; /* its socket is NULL for a file */
};

struct command {
	const char *name, *line;
	bool writes, json;
};

enum { COMMANDS = 10 };

extern const struct command commands[COMMANDS];

enum { STATES = 4096 };

struct reference {
	char *found; /* the database's bytes before it; NULL on a server */
	size_t length;
	char *out, *err;       /* what it says */
	char *looks;           /* the database after it */
	uint64_t well[STATES]; /* what the next command was seen to make well */
	unsigned well_count;
};

struct world {
	const struct setting *setting;
	struct program program;
	char schema[64];
	struct side *side;
	struct reference references[COMMANDS];
};

void world_init(struct world *, const struct setting *, int number);
void world_finish(struct world *world);
void world_prepare(struct world *, int command); /* as it is before this command */
char *world_look(struct world *world);
/*
 * A number for all that the next command finds: files and rows, but for times and identifiers.
 * 0: it cannot be told.
 */
uint64_t world_state(struct world *world);
bool world_applied(struct world *, const char *name);

#endif
