/* What a URL says of a connection. */
#ifndef GLIM_CONFIG_CONNECTION_URL_H
#define GLIM_CONFIG_CONNECTION_URL_H

#include "config/config.h"

/*
 * Fills in the parts of the connection; a file of an embedded database is relative to `directory`.
 * NULL, or what is wrong: the rest of a sentence, a new text. *shown: the URL without its password,
 * a new text.
 */
char *connection_take_url(struct connection *, const char *url, const char *directory,
			  char **shown);

/* The variable that is used where config.json has no connection and none is asked for; or NULL. */
const char *connection_url_variable(const struct config_request *);

#endif
