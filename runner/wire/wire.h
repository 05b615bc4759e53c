/*
 * The frames between host and guest: a header, then a body of numbers, texts and values in this
 * machine's own byte order (both ends are the same build on the same machine). Linked into the
 * runner and into glim-guest; needs libc only. The host reads frames of a process that may be
 * broken or hostile: every read is bounded, and a bad frame is an error, never a crash.
 */
#ifndef GLIM_WIRE_WIRE_H
#define GLIM_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/text.h"
#include "data/backfill.h"
#include "data/bulk.h"
#include "data/selection.h"
#include "model/model.h"

enum wire_kind {
	/* guest process <-> host */
	WIRE_SPAWN = 1, /* + enum wire_descriptor; a child that waits for WIRE_TASK */
	WIRE_SPAWNED,   /* pid; 0 and an error number if there could be no child */
	WIRE_EXITED,    /* pid, status as wait(2) gives it, 1 if it left processes behind */

	/* child -> host; those marked * are answered with WIRE_RESULT */
	WIRE_EXEC,     /* site, sql, values */
	WIRE_TRY,      /* * site, sql, values */
	WIRE_QUERY,    /* * site, sql, values; WIRE_COLUMNS and WIRE_ROW come before the result */
	WIRE_SCRIPT,   /* site, sql */
	WIRE_FLUSH,    /* * */
	WIRE_BEGIN,    /* * site */
	WIRE_COMMIT,   /* * site */
	WIRE_ROLLBACK, /* * site */
	WIRE_CLEAR,    /* * site */
	WIRE_FAIL,     /* status, message */
	WIRE_LOG,      /* level, message */
	WIRE_PROGRESS, /* done, total */
	WIRE_LOOKED,   /* what the last write changed was asked for */
	WIRE_CREATE_TABLE, /* site, model */
	WIRE_DROP_TABLE,   /* site, model */
	WIRE_ADD,          /* site, model, values (one a column; GLIM_TYPE_END: leave it out) */
	WIRE_UPDATE,       /* site, model, values */
	WIRE_REMOVE,       /* site, model, values */
	WIRE_SELECT,       /* * site, model, where, values */
	WIRE_MODEL,        /* a model, when models are listed */
	WIRE_LOAD_FAILED,  /* message of dlopen, or which symbol is missing */
	WIRE_DONE,         /* what run() returned */

	/* host -> child */
	WIRE_TASK, /* + the plugin's memfd; verb, memory_limit, driver, names_rule: to be loaded */
	WIRE_RESULT,  /* status, code (native), changes, last_id, message */
	WIRE_COLUMNS, /* count, names */
	WIRE_ROW,     /* values */
	WIRE_FAILURE, /* status, message: unasked, after the first failure */
	WIRE_STOP,    /* unasked: glim_progress answers false from now on */

	/* child -> host; behind the others, because glim_steps keeps these numbers */
	WIRE_SCAN,       /* * site, selection; rows come before the result, whose code is 1 if
			    more may follow */
	WIRE_BULK_OPEN,  /* site, number, bulk */
	WIRE_BULK_ROWS,  /* number, values, one row after the other */
	WIRE_BULK_CLOSE, /* * site, number */
	WIRE_BACKFILL,   /* * site, backfill; the first page comes before the result, whose code is
			    1 with a page, 0 at the end */
	WIRE_BACKFILL_PAGE, /* * what becomes of the page: values; the next one comes likewise */

	/* host -> child */
	WIRE_GO,          /* what was loaded is called */
	WIRE_PAGE_BEGINS, /* rows before it; a page of a backfill, or the same anew: what came of
			     it so far is void */
	WIRE_KINDS
};

enum wire_verb { WIRE_VERB_RUN, WIRE_VERB_ROLLBACK, WIRE_VERB_MODELS };

enum {
	WIRE_VERSION = 4,    /* host and guest must agree: the guest is told on its command line */
	WIRE_MAGIC = 0x676c, /* beside the kind in a header; tells a frame from garbage */
	WIRE_CONTROL = 3,    /* the guest's end of its socket to the host */
	WIRE_FRAME_MOST = 1 << 30, /* bytes of a body; a longer one is refused on both sides */
	WIRE_COLUMNS_MOST = 1000
};

/* What comes with WIRE_SPAWN, in this order. */
enum wire_descriptor {
	WIRE_SOCKET, /* the child's own, to the host */
	WIRE_PAGE,   /* a struct wire_page */
	WIRE_OUTPUT, /* what the child prints */
	WIRE_DESCRIPTORS
};

struct wire_site {
	const char *file; /* NULL if unknown; borrowed from the frame */
	uint32_t line;
};

/* ---- Writing: frames are collected in a text and sent when it pays. ---- */
size_t wire_open(struct text *out, enum wire_kind kind); /* returns where the frame begins */
void wire_close(struct text *out, size_t begin);         /* fills in the length */
void wire_put_u32(struct text *out, uint32_t number);
void wire_put_i64(struct text *out, int64_t number);
void wire_put_text(struct text *out, const char *text); /* NULL is kept */
void wire_put_bytes(struct text *out, const void *data, size_t length);
void wire_put_value(struct text *out, const glim_value *value);
void wire_put_values(struct text *out, const glim_value *values, size_t count);
void wire_put_site(struct text *out, const struct wire_site *site);
void wire_put_model(struct text *out, const struct model *model);
void wire_put_selection(struct text *out, const struct selection *selection);
void wire_put_bulk(struct text *out, const struct bulk *bulk);
void wire_put_backfill(struct text *out, const struct backfill *backfill);

/* ---- Reading one frame's body. The first bad read makes all later ones return zeroes. ---- */
struct wire_body {
	const unsigned char *at;
	size_t left;
	bool bad;
};

uint32_t wire_get_u32(struct wire_body *body);
int64_t wire_get_i64(struct wire_body *body);
/* Borrowed from the frame, NUL-terminated (a text with a NUL inside is bad); may be NULL. */
const char *wire_get_text(struct wire_body *body);
const void *wire_get_bytes(struct wire_body *body, size_t *length);
void wire_get_value(struct wire_body *body, glim_value *value); /* data borrowed from the frame */
/* The array is owned, the data borrowed; NULL if bad. */
glim_value *wire_get_values(struct wire_body *body, size_t *count);
void wire_get_site(struct wire_body *body, struct wire_site *site);
struct model *wire_get_model(struct wire_body *body); /* owned: model_destroy; NULL if bad */
/* Its arrays are owned: selection_finish, also when it is bad. */
void wire_get_selection(struct wire_body *body, struct selection *selection);
/* Its arrays are owned: backfill_finish, also when it is bad. */
void wire_get_backfill(struct wire_body *body, struct backfill *backfill);
struct bulk *wire_get_bulk(struct wire_body *body); /* owned: bulk_destroy; NULL if bad */

/* ---- A socket's two directions. ---- */
struct wire {
	int fd;
	struct text out;
	struct text in;
	size_t in_at;
};

enum wire_answer { WIRE_FRAME, WIRE_NOTHING, WIRE_ENDED, WIRE_BAD };

bool wire_send(struct wire *wire); /* all of `out`, blocking; false when the other end is gone */
/* The next whole frame; blocking, or what is there. `body` lives until the next call. */
enum wire_answer wire_receive(struct wire *wire, bool wait, enum wire_kind *kind,
			      struct wire_body *body);
/* A frame with descriptors, for WIRE_SPAWN and WIRE_TASK. */
bool wire_send_descriptors(struct wire *wire, const int *fds, size_t count);
enum wire_answer wire_receive_descriptors(struct wire *wire, enum wire_kind *kind,
					  struct wire_body *body, int *fds, size_t count);
void wire_finish(struct wire *wire); /* frees; does not close */

/*
 * A page that a child shares with the host: where it stands, readable after any death. The child
 * writes it before each call, and when a signal ends it (a page takes it even when the socket is
 * full, closed or in the middle of a frame). The host treats it as foreign bytes.
 */
enum wire_stage { WIRE_STARTING, WIRE_LOADING, WIRE_RUNNING, WIRE_RETURNED };

struct wire_page {
	uint32_t stage; /* enum wire_stage */
	uint32_t calls;
	uint32_t line;  /* the last known site */
	int32_t signal; /* 0, or what ended the child, with what follows */
	uint64_t address;
	uint64_t offset;   /* behind `symbol`, or into `object` without one */
	uint32_t faulted;  /* the processor raised it: address and offset are known */
	uint32_t overflow; /* the address is next to the stack's end */
	char symbol[128];
	char object[64]; /* "" for the plugin itself */
	char file[1024];
};

#endif
