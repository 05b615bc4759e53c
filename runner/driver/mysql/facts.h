/* The server that a session found, and whether it may be worked with. Needs no client library. */
#ifndef GLIM_DRIVER_MYSQL_FACTS_H
#define GLIM_DRIVER_MYSQL_FACTS_H

#include "driver/driver.h"

/* What the server said of itself when the session began. */
struct facts {
	char *version; /* "10.11.19-MariaDB-0+deb12u1" */
	char *comment; /* "Debian 12" */
	char *account; /* "glim@localhost" */
	char *schema;
	uint64_t connection;
	uint64_t packet_most; /* max_allowed_packet */
	bool read_only;
	bool cluster; /* wsrep_on */
};

/* Would this server break a promise? `thread` is the connection that the handshake named. Pure. */
bool facts_accept(const struct facts *, unsigned long thread, const struct driver_settings *,
		  struct failure *);

#endif
