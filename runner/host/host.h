/*
 * The host's end of the plugin boundary: starts glim-guest, has it fork one child a migration,
 * reads the child's requests, and says how the child ended. Knows nothing of databases: requests go
 * to the callbacks of a struct host_service. Never loads a plugin.
 */
#ifndef GLIM_HOST_HOST_H
#define GLIM_HOST_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/error.h"
#include "data/names.h"
#include "model/model.h"
#include "wire/wire.h"

struct host; /* the guest process and what is known of it */

/* Starts glim-guest (found beside the program). Makes this process a subreaper. */
struct host *host_create(struct error *);
/*
 * So many children are made ready for the tasks to come, but a few at most; nothing is waited for,
 * and nothing is lost if it cannot be done.
 */
void host_prepare(struct host *, size_t tasks);
void host_destroy(struct host *host); /* ends the guest and all that plugins left behind */

/* What a service answers to a request that waits, and after a first failure. */
struct host_reply {
	int status; /* enum glim_status, sticks in the child unless it is a WIRE_TRY */
	int code;   /* of WIRE_TRY: 0, the database's own number, or -1 */
	int64_t changes, last_id;
	const char *message; /* borrowed; NULL is "" */
};

/* A request of the child for the database. Borrowed during the call. */
struct host_request {
	enum wire_kind kind;
	const char *file;      /* the site; NULL if unknown */
	uint32_t line, column; /* column 0: unknown */
	const char *sql;       /* also `where` of WIRE_SELECT */
	const glim_value *values;
	size_t count;
	const struct model *model;         /* of the model requests; NULL otherwise */
	const struct selection *selection; /* of WIRE_SCAN */
	const struct bulk *opens;          /* of WIRE_BULK_OPEN */
	const struct backfill *backfill;   /* of WIRE_BACKFILL */
	uint32_t bulk;                     /* the number that the child gave it */
};

/* Where a query's rows go: into the child's socket. */
struct host_rows {
	bool (*columns)(struct host_rows *, size_t count, const char *const *names);
	bool (*row)(struct host_rows *, size_t count, const glim_value *values);
	/* A page of a backfill begins behind so many rows, or anew: what came of it is void. */
	bool (*page)(struct host_rows *, uint64_t before);
};

struct host_service {
	/*
	 * Does what the request asks; `rows` is given to those that read. After a
	 * failure the host goes on handing over requests: the service answers with the failure
	 * that sticks. (WIRE_ROLLBACK and WIRE_CLEAR may lift it.)
	 */
	void (*request)(void *data, const struct host_request *, struct host_rows *,
			struct host_reply *);
	void (*fail)(void *data, int status, const char *message);  /* glim_fail */
	void (*log)(void *data, int level, const char *message);    /* glim_log */
	void (*print)(void *data, const char *line, size_t length); /* a line the plugin printed */
	void (*progress)(void *data, uint64_t done, uint64_t total);
	void (*looked)(void *data); /* glim_changes() or glim_last_id() was asked */
	void (*model)(void *data, const struct model *); /* WIRE_VERB_MODELS */
	/*
	 * `waits`: is something held back that could be done? Then `idle` does it once the child
	 * has asked for nothing for a while; its reply tells a failure. Both may be NULL.
	 */
	bool (*waits)(void *data);
	void (*idle)(void *data, struct host_reply *);
	/* True once the migration has to stop (a signal); asked whenever the host wakes up. */
	bool (*stopped)(void *data);
	int wake_fd; /* readable when `stopped` is worth asking; -1 for none */
	void *data;
};

struct host_task {
	const char *name; /* for messages */
	int image;        /* the plugin's sealed memfd; the caller closes it */
	/* SHA-256 of the image, hex; NULL: it is never loaded before its turn. */
	const char *content;
	enum wire_verb verb;
	const char *driver; /* what glim_driver() answers */
	enum names_rule names_rule;
	int64_t timeout;       /* microseconds; 0: none. Counts from the start, loading included */
	uint64_t memory_limit; /* bytes; 0: none */
};

enum host_end {
	HOST_DONE,       /* DONE; after host_end: and exit status 0 */
	HOST_NOT_LOADED, /* dlopen refused it, or a symbol is not its own */
	HOST_CRASHED,    /* a signal of its own making */
	HOST_EXITED,     /* left without DONE: exit(), _exit(), closed its socket */
	HOST_TIMEOUT,
	HOST_STOPPED, /* `stopped` said so */
	HOST_BROKEN   /* sent what is no frame */
};

struct host_result {
	enum host_end end;
	int returned; /* what run() returned, with HOST_DONE */
	char *reason; /* one sentence about any other end: "killed by SIGSEGV in run+0x10, address
			 0" */
	bool is_sentence; /* the reason stands by itself: no name goes before it */
	char *file;       /* the last site; NULL if none */
	uint32_t line;
	uint32_t calls;      /* how many calls the child had made */
	size_t left_behind;  /* processes that were ended after it */
	size_t printed_away; /* bytes that were printed past the limit and dropped */
};

/*
 * Runs one task until its plugin has returned, or has ended in any other way. False: the guest
 * itself could not be used (error set). What is borrowed by task and service is so until host_end.
 */
bool host_run(struct host *, const struct host_task *, const struct host_service *,
	      struct host_result *, struct error *);
/*
 * This will be the next task: a child that waits, if there is one, loads its plugin already. Only
 * for a plugin of which loading runs no code. If another task comes, the child is dropped.
 */
void host_load(struct host *, const struct host_task *);
/*
 * Waits for the end of a process whose plugin has returned: it leaves while the caller commits.
 * After it no process of the plugin is left, and the result is complete: an end other than
 * HOST_DONE is then what happened behind run(). Belongs to every host_run; twice is once.
 */
void host_end(struct host *, struct host_result *);
void host_result_finish(struct host_result *result);

#endif
