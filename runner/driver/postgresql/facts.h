/* The server that a session found, and whether it may be worked with. Needs no client library. */
#ifndef GLIM_DRIVER_POSTGRESQL_FACTS_H
#define GLIM_DRIVER_POSTGRESQL_FACTS_H

#include "driver/driver.h"

enum { FACTS_VERSION_LEAST = 120000 };

/* What the server said of itself when the session began. */
struct facts {
	int number;     /* 150018 */
	char *version;  /* "15.18" */
	char *software; /* "PostgreSQL 15.18 on x86_64-pc-linux-gnu, .." */
	char *account;
	char *database;
	char *schema; /* the first of search_path that is there; NULL: none is */
	char *search_path;
	uint64_t connection;
	bool standby;
	bool read_only; /* default_transaction_read_only */
	bool as_told;   /* it got the settings that the connection began with */
};

/* Does a pooler stand in between? `backend` is the process that the handshake named. Pure. */
bool server_is_pooled(const struct facts *, int backend);
/* Would this server break a promise? Pure. */
bool server_accept(const struct facts *, const struct driver_settings *, struct failure *);
/* The same, of what is known before anything was asked. */
bool server_accept_version(int number, struct failure *);

#endif
