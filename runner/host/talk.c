#include "host/talk.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/clock.h"

enum {
	SECOND = 1000000,
	STOP_GRACE = 1 * SECOND, /* for a migration that asks glim_progress() */
	EXIT_GRACE = 2 * SECOND,
	DEAF_TIME = 10000,
	IDLE_TIME = 20000 /* a child that asks for nothing so long computes */
};

static void shorten(int64_t *limit, int64_t time)
{
	if (!*limit || time < *limit)
		*limit = time;
}

/* Nothing more will be read from the child before it has ended. */
static bool is_over(const struct talk *talk)
{
	return talk->closed || talk->done || talk->unloaded;
}

/* What a child that is over has asked for is decided by how it ended. */
static bool may_idle(const struct talk *talk)
{
	const struct host_service *service = &talk->service;

	return !is_over(talk) && !talk->exited && service->waits && service->waits(service->data);
}

/* What it has printed by then is read when it has ended, which closes the pipe as well. */
static int output_fd(const struct talk *talk)
{
	return talk->done ? -1 : talk->output.fd;
}

/* Milliseconds for poll(2), rounded up: until something is due. */
static int until_due(const struct talk *talk, int64_t now)
{
	int64_t due = 0;

	if (talk->deadline)
		shorten(&due, talk->deadline);
	if (talk->patience)
		shorten(&due, talk->patience);
	if (talk->deaf > now)
		shorten(&due, talk->deaf);
	if (may_idle(talk))
		shorten(&due, talk->asked + IDLE_TIME);
	if (!due)
		return -1;
	if (due <= now)
		return 0;
	return due - now > 3600 * (int64_t)SECOND ? 3600 * 1000 : (int)((due - now + 999) / 1000);
}

static void end_for(struct talk *talk, enum talk_end end)
{
	if (talk->end == TALK_GOES_ON)
		talk->end = end;
}

static void ask_to_stop(struct talk *talk, int64_t now)
{
	talk->stopping = true;
	shorten(&talk->patience, now + STOP_GRACE);
	wire_close(&talk->wire.out, wire_open(&talk->wire.out, WIRE_STOP));
}

static void judge(struct talk *talk)
{
	const struct host_service *service = &talk->service;
	int64_t now = clock_elapsed();

	if (!talk->stopping && service->stopped && service->stopped(service->data))
		ask_to_stop(talk, now);
	if (is_over(talk) && !talk->exited)
		shorten(&talk->patience, now + EXIT_GRACE);
	if (talk->patience && !talk->exited && now >= talk->patience)
		end_for(talk, talk->stopping ? TALK_STOPPED : TALK_STUCK);
	if (talk->deadline && now >= talk->deadline)
		end_for(talk, TALK_OUT_OF_TIME);
}

/* A wake-up that was for nothing must not become a busy loop: nobody here empties wake_fd. */
static int wake_fd(const struct talk *talk, int64_t now)
{
	return talk->stopping || talk->deaf > now ? -1 : talk->service.wake_fd;
}

void talk_wait(struct talk *talk, short events)
{
	int64_t now = clock_elapsed();
	struct pollfd ready[] = {
		{ .fd = is_over(talk) ? -1 : talk->wire.fd, .events = events },
		{ .fd = output_fd(talk), .events = POLLIN },
		{ .fd = talk->host->control.fd, .events = POLLIN },
		{ .fd = wake_fd(talk, now), .events = POLLIN },
	};

	if (poll(ready, sizeof ready / sizeof *ready, until_due(talk, now)) < 0) {
		if (errno != EINTR)
			end_for(talk, TALK_STUCK);
		return;
	}
	if (ready[1].revents)
		output_read(&talk->output, &talk->service);
	if (ready[2].revents)
		talk_read_control(talk);
	if (ready[3].revents)
		talk->deaf = clock_elapsed() + DEAF_TIME;
	judge(talk);
	if (!ready[0].revents && may_idle(talk) && clock_elapsed() >= talk->asked + IDLE_TIME)
		request_idle(talk);
}

static void take_news(struct talk *talk, enum wire_kind kind, struct wire_body *body)
{
	pid_t pid = (pid_t)wire_get_u32(body);

	/* In the order in which they were asked for: this one was the first. */
	if (kind == WIRE_SPAWNED && !talk->child && !talk->refused) {
		talk->child = pid;
		talk->refused = (int)wire_get_u32(body);
	} else if (kind == WIRE_SPAWNED) {
		ready_spawned(&talk->host->ready, pid, (int)wire_get_u32(body));
	}
	if (kind == WIRE_EXITED && pid != talk->child) {
		ready_exited(&talk->host->ready, pid);
	} else if (kind == WIRE_EXITED) {
		talk->exited = true;
		talk->status = (int)wire_get_u32(body);
		talk->left = wire_get_u32(body);
	}
}

void talk_read_control(struct talk *talk)
{
	struct wire *control = &talk->host->control;
	enum wire_kind kind;
	struct wire_body body;
	enum wire_answer answer;

	while ((answer = wire_receive(control, false, &kind, &body)) == WIRE_FRAME)
		take_news(talk, kind, &body);
	if (answer != WIRE_NOTHING)
		end_for(talk, TALK_STUCK);
}

bool talk_send(struct talk *talk)
{
	struct text *out = &talk->wire.out;

	while (talk->sent < out->length && !talk->closed) {
		ssize_t sent = send(talk->wire.fd, out->data + talk->sent, out->length - talk->sent,
				    MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return false;
		if (sent < 0 && errno != EINTR)
			talk->closed = true;
		if (sent > 0)
			talk->sent += (size_t)sent;
	}
	talk->sent = 0;
	text_clear(out);
	return true;
}

bool talk_drain(struct talk *talk)
{
	while (!talk_send(talk)) {
		talk_wait(talk, POLLOUT);
		if (talk->exited || talk->end != TALK_GOES_ON)
			return false;
	}
	return !talk->closed;
}

void talk_receive(struct talk *talk)
{
	enum wire_answer answer = WIRE_FRAME;
	enum wire_kind kind;
	struct wire_body body;

	while (!talk->done && !talk->unloaded && talk->end == TALK_GOES_ON && talk_send(talk)) {
		answer = wire_receive(&talk->wire, false, &kind, &body);
		if (answer != WIRE_FRAME)
			break;
		if (!request_handle(talk, kind, &body) || body.bad)
			end_for(talk, TALK_BROKEN);
		judge(talk);
	}
	if (answer == WIRE_BAD)
		end_for(talk, TALK_BROKEN);
	if (answer == WIRE_ENDED)
		talk->closed = true;
	judge(talk);
}
