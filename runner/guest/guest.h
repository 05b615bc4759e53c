/*
 * What a migration's context is inside: the failure that sticks, the frames that wait to be sent,
 * and the way to the host. One a process; every file of guest/ but main.c works on it.
 */
#ifndef GLIM_GUEST_GUEST_H
#define GLIM_GUEST_GUEST_H

#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/arena.h"
#include "data/names.h"
#include "wire/wire.h"

enum {
	GUEST_DEPTH_MOST = 64,
	GUEST_VALUES_MOST = 65535,
	GUEST_BUFFER = 64 * 1024 /* bytes of requests that are held back */
};

struct guest_rows;

struct guest_answer {
	uint32_t status;
	int32_t code;
	int64_t changes, last_id;
};

struct guest {
	glim_ctx ctx; /* first: all that a migration sees */
	pid_t pid;
	pthread_t thread;
	struct wire wire;
	struct wire_page *page;
	char *driver;
	enum names_rule names_rule;
	struct wire_site site; /* of the call under way */

	int status; /* what sticks, and its text */
	struct text message;
	/*
	 * A failure that the host sent unasked. When it comes is chance, so only writes heed it:
	 * which calls wait must depend on nothing but the migration's own calls, or a run that is
	 * replayed from the journal would ask other questions.
	 */
	int rumour;
	struct text rumour_message;
	atomic_bool strayed; /* another thread used the context */
	bool stopped;        /* the host wants an end */
	bool lost;           /* the socket is gone */
	bool looked;         /* the host knows that the last answer's numbers were asked for */
	bool settled;        /* nothing was asked for since `answer` came */
	struct guest_answer answer;
	struct text answer_message;

	uint32_t depth;
	struct guest_rows *filling;      /* where rows go while they come */
	struct guest_bulk *bulks;        /* those that are open, the newest first */
	uint32_t bulk_count;             /* how many there have been */
	struct guest_backfill *backfill; /* whose function runs: nothing may be asked then */
	struct guest_backfill *fills;    /* whose page comes: the host sends, and does not read */
	const glim_model *sound;         /* the last model that was looked at */
	int64_t told;                    /* when progress was last sent; microseconds */
	int64_t pushed;                  /* when what was held back was last sent */
	locale_t plain;                  /* numbers as C writes them, whatever the migration sets */
	struct arena arena;              /* until the migration returns */
};

extern const glim_api guest_api;

/* What every migration needs, made once, before the process of its own is forked. */
void guest_prepare(struct guest *guest);
void guest_begin(struct guest *guest, int socket, struct wire_page *page);
/* Waits for the word that the plugin may be called; false: it does not come. */
bool guest_await_go(struct guest *guest);

/*
 * The begin of every call: notes the site. False if the call must do nothing, because a failure
 * sticks or the caller is on another thread; `guest_refusal` is then what it returns.
 */
bool guest_enter(glim_ctx *ctx, struct guest **guest);
bool guest_enter_write(glim_ctx *ctx, struct guest **guest); /* of a call that is buffered */
bool guest_enter_failed(glim_ctx *ctx,
			struct guest **guest); /* a sticking failure is no hindrance */
/* Of a call that asks nothing of the host, and may stand in the function of a backfill. */
bool guest_enter_aside(glim_ctx *ctx, struct guest **guest);
int guest_refusal(glim_ctx *ctx);
int guest_known(const struct guest *guest); /* the failure that is known so far */
bool guest_on_own_thread(struct guest *guest);

/* Makes a failure stick, unless one does; returns the one that sticks. `guest_fail` tells the host.
 */
int guest_stick(struct guest *guest, int status, const char *message);
int guest_fail(struct guest *guest, int status, const char *message);
__attribute__((format(printf, 2, 3))) int guest_misuse(struct guest *guest, const char *format,
						       ...);

int64_t guest_clock(void);            /* microseconds */
void guest_look(struct guest *guest); /* takes what the host sent unasked; does not wait */
bool guest_send(struct guest *guest); /* sends what is held back */
void guest_push(struct guest *guest); /* the same, and looks */
int guest_done(struct guest *guest);  /* the end of a buffered call: pushes if it pays */
/* The end of a call that waits: true once `answer` is there, false if it will never come. */
bool guest_ask(struct guest *guest);
/* The same; as long as nothing has come it works. False from `work`: there is nothing to do. */
bool guest_ask_beside(struct guest *guest, bool (*work)(void *data), void *data);
/* A migration may tell for every row: what comes too fast to be seen is not sent. */
void guest_tell_progress(struct guest *guest, uint64_t done, uint64_t total);
int guest_settle(struct guest *guest); /* waits for the truth; returns what sticks */
void guest_clear(struct guest *guest);

#endif
