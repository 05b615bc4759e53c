/*
 * A config.json for tests. The texts are written with ` for ", so that columns can be counted by
 * eye; only given_config_bytes() takes them as they are.
 */
#ifndef GLIM_TESTS_UNIT_GIVEN_CONFIG_H
#define GLIM_TESTS_UNIT_GIVEN_CONFIG_H

#include <sys/stat.h>

#include "base/error.h"
#include "config/config.h"

#define DB(keys)        "{`db`:{`default`:{" keys "}}}"
#define SERVER(keys)    DB("`driver`:`mysql`,`schema`:`test`," keys)
#define MIGRATION(keys) "{`extensions`:{`migration`:{" keys "}}}"

struct config *given_config(const char *text); /* fails the test where it is refused */
struct config *given_config_try(const char *text, const struct config_request *, struct error *);
struct config *given_config_bytes(char *text, size_t length, const struct config_request *, mode_t,
				  struct error *);

#endif
