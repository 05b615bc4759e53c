/*
 * What a migration asked for and was told since its last boundary, as bytes that a row of
 * glim_steps keeps. A resumed migration is answered from them, so that the same code takes the same
 * path. Pure: no I/O.
 */
#ifndef GLIM_EXECUTE_JOURNAL_H
#define GLIM_EXECUTE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "host/host.h"

enum {
	JOURNAL_HASH = 33,              /* of a statement's text and the types of its values */
	JOURNAL_STEPS_MOST = 4 << 20,   /* bytes of what was asked */
	JOURNAL_ANSWERS_MOST = 1 << 20, /* bytes of what was read and answered */
	JOURNAL_TEXT_MOST = 500         /* bytes of a statement that are kept for people */
};

enum journal_kind {
	JOURNAL_TEXT = 1, /* hash, text: named by its position from then on */
	JOURNAL_STEP,     /* position of its text */
	JOURNAL_FAILURE,  /* of the step before: status, message */
	JOURNAL_REPLY,    /* kind, status, code, changes, last_id, message */
	JOURNAL_COLUMNS,  /* names */
	JOURNAL_ROW,      /* values */
	JOURNAL_BULK,     /* rows, hash of the types of their values */
	JOURNAL_VALUES /* of the bulk before, if it was written since there are such: their hash */
};

struct journal_text {
	char hash[JOURNAL_HASH];
	char *sql;
};

/* A place in the journal: what was asked for up to here. */
struct journal_mark {
	size_t length, text_count;
};

struct journal {
	struct text bytes;
	struct journal_text *texts;
	size_t text_count;
	size_t answers;      /* bytes of them */
	const char *lost_by; /* why a replay is impossible; NULL: it is possible */
};

void journal_clear(struct journal *journal); /* after a boundary */
void journal_finish(struct journal *journal);
/* False: libcrypto is not there. */
bool journal_hash(const char *sql, const glim_value *values, size_t count, char out[JOURNAL_HASH]);

struct journal_mark journal_mark(const struct journal *journal);
/* Takes away the steps behind the mark; only steps may stand there. */
void journal_cut(struct journal *, const struct journal_mark *);

void journal_add_step(struct journal *, const char *hash, const char *sql);
void journal_add_failure(struct journal *, int status, const char *message);
void journal_add_reply(struct journal *, enum wire_kind, const struct host_reply *);
void journal_add_columns(struct journal *, size_t count, const char *const *names);
void journal_add_row(struct journal *, size_t count, const glim_value *values);
void journal_add_bulk(struct journal *, uint64_t rows, const char *types);
void journal_add_values(struct journal *, const char *hash);

/* Reading one row's bytes. Texts and values are borrowed from them. */
struct journal_entry {
	enum journal_kind kind;
	struct journal_text text; /* of JOURNAL_STEP: borrowed */
	enum wire_kind request;
	struct host_reply reply; /* also status and message of JOURNAL_FAILURE */
	const char **names;      /* owned by the entry */
	glim_value *values;      /* owned by the entry */
	size_t count;
	uint64_t rows;     /* of JOURNAL_BULK */
	const char *types; /* of JOURNAL_BULK: borrowed */
	const char *hash;  /* of JOURNAL_VALUES: borrowed */
};

struct journal_reader {
	struct wire_body body;
	struct journal_text *texts;
	size_t text_count;
	bool bad; /* these are not bytes of a journal */
};

void journal_read(struct journal_reader *, const void *bytes, size_t length);
/* The next entry; false at the end. JOURNAL_TEXT is taken in on the way. */
bool journal_next(struct journal_reader *, struct journal_entry *);
void journal_entry_finish(struct journal_entry *entry);
void journal_reader_finish(struct journal_reader *reader);

#endif
