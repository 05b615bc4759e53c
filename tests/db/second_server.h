/* A server of a test's own, with options that would disturb the others. */
#ifndef GLIM_TESTS_DB_SECOND_SERVER_H
#define GLIM_TESTS_DB_SECOND_SERVER_H

#include <stdbool.h>

struct second_server {
	char *directory, *socket, *user, *password, *schema;
	int port;
};

/* False, and the skip is counted, where the tests were given no server at all. */
bool second_server_start(struct second_server *, const char *options);
void second_server_kill(const struct second_server *); /* as a power cut would */
void second_server_stop(struct second_server *);       /* takes its folder away */

#endif
