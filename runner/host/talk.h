/* One task under way: the child, its socket and pipe, and why it has to end, if it has. */
#ifndef GLIM_HOST_TALK_H
#define GLIM_HOST_TALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "host/guest.h"
#include "host/host.h"
#include "host/output.h"
#include "wire/wire.h"

enum talk_end {
	TALK_GOES_ON,
	TALK_OUT_OF_TIME,
	TALK_STOPPED,
	TALK_BROKEN, /* sent what is no request */
	TALK_STUCK   /* closed its socket or said DONE, and did not end */
};

struct talk {
	struct host *host;
	struct host_task task;
	struct host_service service;

	struct wire wire;
	size_t sent; /* of wire.out */
	struct output_pipe output;
	int page;

	pid_t child; /* 0 until the guest has told */
	int refused; /* why there could be no child: an error number */
	bool exited, left;
	int status; /* as wait(2) gives it */
	enum talk_end end;

	bool closed; /* the child's socket has ended */
	bool done;   /* WIRE_DONE came */
	int returned;
	char *unloaded; /* what WIRE_LOAD_FAILED says */
	bool failed;    /* the child was told of the failure that sticks */
	bool stopping;  /* WIRE_STOP was sent */

	int64_t deadline; /* on clock_elapsed(); 0: none */
	int64_t patience; /* when a child that should end is killed; 0: it need not */
	int64_t deaf;     /* until when wake_fd is not listened to */
	int64_t asked;    /* when the child last asked for something */
};

/* Waits for something to happen and deals with all but the child's requests. `events` are those of
 * poll(2) on the child's socket. */
void talk_wait(struct talk *talk, short events);
void talk_read_control(struct talk *talk);
/* Sends as much of wire.out as the child takes; true when all is sent. Does not wait. */
bool talk_send(struct talk *talk);
/* Waits until the child has taken wire.out; false when it never will. */
bool talk_drain(struct talk *talk);
/* Deals with the requests that are there. */
void talk_receive(struct talk *talk);

/* request.c: one frame of the child. False: it is no request. */
bool request_handle(struct talk *talk, enum wire_kind kind, struct wire_body *body);
void request_idle(struct talk *talk); /* has the service do what it holds back */

/* ending.c: fills the result: where the child stood, and how it ended. */
void ending_locate(struct talk *talk, struct host_result *result);
void ending_describe(struct talk *talk, struct host_result *result);

#endif
