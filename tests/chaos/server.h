/*
 * The private server that a script of tests/servers has started: killed and started again here.
 * CHAOS_ON=postgresql chooses the one of GLIM_TEST_POSTGRESQL_*, else it is that of
 * GLIM_TEST_MYSQL_*.
 */
#ifndef CHAOS_SERVER_H
#define CHAOS_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct server_place {
	bool postgresql;
	const char *dir, *socket;
	int port;
};

/* A NULL dir without a server. */
struct server_place server_find(void);
void server_kill(const struct server_place *place); /* kill -9; returns when it is gone */
pid_t server_restart(const struct server_place *place);

#endif
