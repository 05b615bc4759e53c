/*
 * Statements that the server keeps under a name, so that it reads and plans them once a session.
 * What a migration calls may have the server forget them all (DEALLOCATE ALL in a function): so
 * they are used only where a failure by that has the whole transaction done again, without names.
 */
#ifndef GLIM_DRIVER_POSTGRESQL_PREPARED_H
#define GLIM_DRIVER_POSTGRESQL_PREPARED_H

#include <stdbool.h>
#include <stddef.h>

enum { PREPARED_MOST = 8, PREPARED_NAME = 16 };

struct prepared {
	char *sql;
	char name[PREPARED_NAME];
	bool known; /* the server has been told */
};

struct prepared_list {
	struct prepared items[PREPARED_MOST];
	size_t count;
	bool forgotten; /* by the server: none is used any more */
};

/* A text that comes again and again; NULL: it gets no name. Valid until prepared_finish. */
struct prepared *prepared_of(struct prepared_list *list, const char *sql);
/* Is this failure that of a name that the server has forgotten? Then none is given any more. */
bool prepared_lost(struct prepared_list *list, const char *sqlstate);
void prepared_finish(struct prepared_list *list);

#endif
