/* The private MariaDB that tests/servers/mariadb.sh has started: killed and started again here. */
#ifndef CHAOS_SERVER_H
#define CHAOS_SERVER_H

#include <sys/types.h>

struct server_place {
	const char *dir, *socket;
	int port;
};

/* From GLIM_TEST_MYSQL_*; a NULL dir without a server. */
struct server_place server_find(void);
void server_kill(const struct server_place *place); /* kill -9; returns when it is gone */
pid_t server_restart(const struct server_place *place);

#endif
