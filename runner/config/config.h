/*
 * config.json. config_load finds, reads and checks it; every mistake is an error with
 * file:line:column and the nearest known key. The struct owns its texts.
 */
#ifndef GLIM_CONFIG_CONFIG_H
#define GLIM_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

/* How much a backfill may weigh on the server before it waits between two pages. */
struct throttle {
	int64_t lag;     /* that a replica may be behind, microseconds; 0: not looked at */
	char **replicas; /* "db2:3306", a host or a socket */
	size_t replica_count;
	uint32_t running; /* threads that may work on the server; 0: not looked at */
};

/* Paths are absolute in the chosen connection and as written in the others. */
struct connection {
	char *alias;
	char *driver; /* as written; several kinds may share a module */
	char *module; /* what loads it: driver_module(driver) */
	char *host, *socket, *schema, *user, *password;
	char *password_file;
	int port; /* 0: not given */
	bool ssl, ssl_verify;
	char *ssl_ca, *ssl_cert, *ssl_key;
	bool is_protected;
	char *galera;
	char *search_path; /* where a server looks for names that have no schema */
	char *service;     /* a name in the client library's own file of connections */
	struct throttle throttle;
	char *place; /* "config.json:7:18", where the alias stands */
};

/* A command that is run around a run. */
enum hook_moment { HOOK_BEFORE, HOOK_AFTER, HOOK_FAILURE, HOOKS };
struct hook {
	char **words; /* the program first, NULL at the end; NULL: there is none */
	char *place;  /* "config.json:7:18" */
};

/* A setting with where it comes from: "config.json:4:17", "default", "--plugins". */
struct config_line {
	char *key, *value, *source;
};

struct config {
	char *file;      /* absolute; NULL when there is none: all is default, or DATABASE_URL's */
	char *found_by;  /* "--config", "GLIM_CONFIG", or the place; NULL without a file */
	char *directory; /* of the file; relative paths are relative to it */
	uid_t owner;     /* of the file: its owner may own plugins */

	char *db;       /* the alias that is used */
	char **plugins; /* absolute, at least one */
	size_t plugin_count;
	char *sources;             /* absolute */
	char *archive;             /* absolute or NULL */
	int64_t lock_timeout;      /* microseconds */
	int64_t statement_timeout; /* microseconds; 0: none */
	int64_t timeout;           /* of a migration, microseconds; 0: none */
	uint64_t memory_limit;     /* of a guest, bytes; 0: none */
	bool out_of_order_stops;
	char *dump_after_run; /* a file, absolute, or NULL */
	struct hook hooks[HOOKS];
	int64_t hook_timeout; /* microseconds */

	struct connection *connections;
	size_t connection_count;
	const struct connection *connection; /* the chosen one; its secrets are read */

	char **warnings; /* sentences for stderr */
	size_t warning_count;

	struct config_line *lines; /* for config_describe */
	size_t line_count;
};

/* What the command line says; all may be NULL. */
struct config_request {
	const char *file;           /* --config */
	const char *db;             /* --db */
	const char *const *plugins; /* --plugins, relative to the working directory */
	size_t plugin_count;
	const int64_t *lock_timeout;      /* --lock-timeout, microseconds */
	const int64_t *statement_timeout; /* --statement-timeout, microseconds */
	bool without_database; /* the command needs no connection: do not choose or expand one */
};

/*
 * Found by --config, GLIM_CONFIG, ./config.json, /etc/glim/config.json, in this order. Only the
 * chosen connection's ${NAME} and password_file are read; the others are checked for shape.
 * Without any file a request without_database gets the defaults, below the working directory; so
 * does one with DATABASE_URL, which is the connection where none is configured and none asked for.
 */
struct config *config_load(const struct config_request *, struct error *);
void config_destroy(struct config *config);

/* Every setting with where it comes from, secrets masked, for `glim config`. */
struct config_line *config_describe(const struct config *, size_t *count);
void config_lines_destroy(struct config_line *lines, size_t count);

/* "60s", "5 min", "200ms", "1h 30m", "1.5s"; a bare number is seconds. Microseconds; false if it is
 * none. */
bool config_duration(const char *text, int64_t *out);
/* "512M", "2 GiB"; units are powers of 1024, a bare number is bytes. */
bool config_size(const char *text, uint64_t *out);

/* The known word that is nearest to `word`, or NULL if none is near. Used for "did you mean". */
const char *config_nearest(const char *word, const char *const *known, size_t count);

#endif
