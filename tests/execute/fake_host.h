/*
 * Plays a list of requests in place of a guest, and a plugin's image without a file. Replaces
 * host/ and catalog_open_image() in this program.
 */
#ifndef GLIM_TESTS_FAKE_HOST_H
#define GLIM_TESTS_FAKE_HOST_H

#include "base/text.h"
#include "host/host.h"

/* WIRE_FAIL, WIRE_LOG, WIRE_PROGRESS are told; the other kinds are asked. A `kind` of 0 ends. */
struct fake_request {
	enum wire_kind kind;
	const char *sql; /* a message for WIRE_FAIL and WIRE_LOG */
	glim_value values[6];
	size_t count;
	const struct model *model;
	const struct selection *selection;
	const struct bulk *opens;
	const struct backfill *backfill;
	uint32_t bulk;
	int signal; /* comes just before */
	int times;  /* 0 is once */
};

enum { FAKE_REPLIES = 160 };

struct fake_guest {
	const struct fake_request *requests;
	/* How it ends; `end` is HOST_DONE and `returned` 0 unless told otherwise. */
	struct host_result result; /* borrowed texts */
	const char *ends_with;     /* what happens behind run(); NULL: nothing */
	const char *broken;        /* host_run fails with this; NULL: it does not */
	const char *refused;       /* the image is refused with this */
	const char *refused_later; /* every one but the first */
	const char *checksum;

	/* What was seen. */
	struct host_task task, next; /* that ran, that was loaded ahead */
	struct host_reply replies[FAKE_REPLIES];
	char *messages[FAKE_REPLIES]; /* of the replies */
	size_t reply_count;
	struct text rows; /* "id name|1 one|2 NULL|" */
	size_t images, runs, prepared, loaded;
};

extern struct fake_guest guest;

void guest_start_script(const struct fake_request *requests);
void guest_finish(void);

#endif
