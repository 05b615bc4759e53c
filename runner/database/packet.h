/*
 * Statements that wait and travel to the database together, in one round trip. Where the driver
 * gains nothing by it, or the session may read texts in another way by now, nothing ever waits.
 */
#ifndef GLIM_DATABASE_PACKET_H
#define GLIM_DATABASE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "driver/driver.h"

struct database;

/* ROOM: what is composed as a whole ends in it once STATEMENTS are reached. */
enum { PACKET_STATEMENTS = 64, PACKET_ROOM = 96, PACKET_BYTES = 64 * 1024 };

struct later {
	const char *sql; /* with the runner's `?` marks where `count` is not 0 */
	size_t length;   /* 0: all of it */
	const glim_value *values;
	size_t count;
	uint32_t step; /* of a migration; 0: one of the runner's own */
	/* What its outcome has to be; NULL: anything. Else nothing may be committed behind it in
	 * the same packet. `name` is borrowed until it is sent. */
	bool (*expect)(const struct outcome *, const char *name, struct failure *);
	bool held; /* a statement before it fails where its outcome would be another one */
	const char *name;
	bool *holds; /* becomes false if it is not executed; NULL: nobody cares */
	bool ends;   /* the last of a migration: its COMMIT */
	/* What a failure with this SQLSTATE means; NULL: what the database says. */
	const char *sqlstate;
	bool (*means)(const char *name, struct failure *);
};

struct packet {
	bool open;  /* statements may wait */
	bool again; /* after a failure the whole transaction is done again */
	bool whole; /* nothing of it is sent for want of room: who composes it looks at that */
	struct waiting {
		char *sql;
		glim_value *values; /* one piece of memory with what they point to */
		size_t length, count, weight;
		uint32_t step;
		bool (*expect)(const struct outcome *, const char *name, struct failure *);
		bool expected;
		const char *name;
		bool *holds, ends;
		const char *sqlstate;
		bool (*means)(const char *name, struct failure *);
	} list[PACKET_ROOM];
	size_t count, bytes;
	size_t steps, expected; /* so many of the list */
	size_t passed;          /* so many are executed, while it is under way */

	/* The step of a migration that failed last, or was not reached; 0: there was none. */
	uint32_t failed_step;
	/* Told of each step of a migration that was executed. */
	void (*executed)(void *data, uint32_t step, const struct outcome *);
	/* Told when the last one of a migration was executed; NULL: nobody asks. */
	void (*ended)(void *data);
	void *data;
	/* Called once, when the packet is on its way: the database works, and takes nothing else;
	 * what is added meanwhile waits in the next one. */
	void (*meanwhile)(void *data); /* with `data`; NULL: nothing is to be done */
	int64_t *sent; /* where to note when the packet was sent (clock_elapsed); NULL: nowhere */
};

/* From here on statements may wait, those of a migration too; the callback is told of them. */
void packet_open(struct database *, void (*executed)(void *, uint32_t, const struct outcome *),
		 void *data);
/* Executed at once from here on, by this session. What waits has to be sent or dropped before. */
bool packet_close(struct database *, struct failure *);

/* False: a failure of this one, or of those that had to be sent to make room for it. */
bool database_later(struct database *, const struct later *, struct failure *);
/* Sends all that waits. After a failure nothing waits any more. */
bool database_flush(struct database *, struct failure *);
void database_drop(struct database *db);                    /* forgets what waits */
void database_drop_behind(struct database *, size_t count); /* all but the first `count` */
bool packet_is_full(const struct packet *packet);

#endif
