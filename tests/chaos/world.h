/*
 * A database in which a fault happens: a schema or a file of its own, known tables, a configuration
 * that names some of the migrations of plugins/.
 */
#ifndef CHAOS_WORLD_H
#define CHAOS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "chance.h"
#include "runner.h"
#include "server.h"
#include "side.h"

enum base { BASE_SQLITE, BASE_SERVER, BASES };
enum kind {
	KIND_COUNT,
	KIND_CREATE,
	KIND_FIVE,
	KIND_BACK,
	KIND_SCRIPT,
	KIND_KEYS,
	KIND_PAGES,
	KIND_MANY,
	KIND_TEXT,
	SINGLE_KINDS, /* those before are one migration each */
	KIND_SMALL = SINGLE_KINDS,
	KIND_SHORT,
	KINDS
};
/* Many migrations of one kind, whose names stand between those of the others. The short ones are
 * SQL, and stand beside each other, too. */
enum { ALL_KINDS = (1 << SINGLE_KINDS) - 1, SMALL = 12 };
#define SMALL_NAMES                                                                                \
	"'Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf', 'Hotel', 'India', "      \
	"'Juliett', 'Lima', 'November'"
#define SHORT_NAMES                                                                                \
	"'Acacia', 'Apple', 'Ash', 'Birch', 'Box', 'Cedar', 'Cherry', 'Elder', 'Elm', "            \
	"'Hazel', 'Oak', 'Willow'"
/* What the migrations of a world are to be in the end. */
enum stage { STAGE_UP, STAGE_DOWN, STAGE_NEVER, STAGES };

extern const char *const base_names[BASES];
extern const char *const kind_names[KINDS];
extern const char *const stage_names[STAGES];

/* What all worlds share. */
struct setting {
	const char *program, *plugins; /* plugins/KIND/KIND.so */
	struct server_place server;
	long rows; /* of the big table */
};

struct reference { /* what it looks like, and how long it takes, when nothing happens */
	char *looks;
	int64_t time;
};

struct world {
	const struct setting *setting;
	int number;
	enum base base;
	unsigned kinds; /* bits */
	int port;       /* of a proxy; 0: the server itself */
	char dir[128], schema[64];
	struct side *root, *side; /* side: of the present base */
	struct reference references[BASES][1 << KINDS][STAGES];
	pid_t server_pid; /* a server that was started again here */
	char why[2048];   /* the violation found */
};

void world_init(struct world *, const struct setting *, int number);
void world_finish(struct world *world);
int world_migrations_of(enum kind kind);
int world_migrations(const struct world *world); /* of all its kinds */
/* The start of every case: no migration applied, history there. */
void world_reset(struct world *, enum base, unsigned kinds);
/* Writes the configuration anew; a port sends the runner through a proxy. */
void world_configure(struct world *, int port);
/* All that can be seen, but for the history. */
char *world_look(struct world *world);
/* How it looks at a stage when nothing happens on the way. */
const struct reference *world_reference(struct world *, enum stage);
/* Runs without a fault; false and `why` if that fails. */
bool world_do(struct world *, struct runner *, const char *command);
void world_start(struct world *, struct runner *, int slot, const char *command, const char *chaos);
/* Ends all sessions of runners in this world. */
int world_kill_sessions(struct world *, const char *how);
long world_sessions(struct world *world);
bool world_await_sessions(struct world *world); /* that they end; false: they do not */
const char *world_command(enum stage stage);
bool world_fail(struct world *, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* false */

#endif
