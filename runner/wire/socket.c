#include "wire/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 8, PIECE = 64 * 1024 };

static bool send_from(struct wire *wire, size_t at)
{
	while (at < wire->out.length) {
		ssize_t sent =
			send(wire->fd, wire->out.data + at, wire->out.length - at, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		at += (size_t)sent;
	}
	text_clear(&wire->out);
	return true;
}

bool wire_send(struct wire *wire)
{
	return send_from(wire, 0);
}

/* The next frame if `in` holds all of it. */
static enum wire_answer cut(struct wire *wire, enum wire_kind *kind, struct wire_body *body)
{
	size_t left = wire->in.length - wire->in_at;
	const unsigned char *at;
	uint32_t length, tag;

	if (left < HEADER)
		return WIRE_NOTHING;
	at = (unsigned char *)wire->in.data + wire->in_at;
	memcpy(&length, at, sizeof length);
	memcpy(&tag, at + sizeof length, sizeof tag);
	if (length > WIRE_FRAME_MOST || tag >> 16 != WIRE_MAGIC || (tag & 0xffff) == 0 ||
	    (tag & 0xffff) >= WIRE_KINDS)
		return WIRE_BAD;
	if (left - HEADER < length)
		return WIRE_NOTHING;
	*kind = (enum wire_kind)(tag & 0xffff);
	*body = (struct wire_body){ .at = at + HEADER, .left = length };
	wire->in_at += HEADER + length;
	return WIRE_FRAME;
}

/* Forgets the frames that were handed out. */
static void drop_read(struct wire *wire)
{
	size_t left = wire->in.length - wire->in_at;

	if (!wire->in_at)
		return;
	memmove(wire->in.data, wire->in.data + wire->in_at, left);
	wire->in.length = left;
	wire->in_at = 0;
}

static enum wire_answer fill(struct wire *wire, int flags)
{
	char piece[PIECE];
	ssize_t got;

	do
		got = recv(wire->fd, piece, sizeof piece, flags);
	while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return WIRE_NOTHING;
	if (got <= 0)
		return WIRE_ENDED;
	drop_read(wire);
	text_add_bytes(&wire->in, piece, (size_t)got);
	return WIRE_FRAME;
}

enum wire_answer wire_receive(struct wire *wire, bool wait, enum wire_kind *kind,
			      struct wire_body *body)
{
	for (;;) {
		enum wire_answer answer = cut(wire, kind, body);

		if (answer != WIRE_NOTHING)
			return answer;
		answer = fill(wire, wait ? 0 : MSG_DONTWAIT);
		if (answer != WIRE_FRAME)
			return answer;
	}
}

enum { DESCRIPTORS_MOST = 8 };

union control {
	struct cmsghdr head;
	char room[CMSG_SPACE(DESCRIPTORS_MOST * sizeof(int))];
};

bool wire_send_descriptors(struct wire *wire, const int *fds, size_t count)
{
	union control control = { .room = { 0 } };
	struct iovec piece = { wire->out.data, wire->out.length };
	struct msghdr message = { .msg_iov = &piece,
				  .msg_iovlen = 1,
				  .msg_control = control.room,
				  .msg_controllen = CMSG_SPACE(count * sizeof *fds) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	ssize_t sent;

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(count * sizeof *fds);
	memcpy(CMSG_DATA(head), fds, count * sizeof *fds);
	do
		sent = sendmsg(wire->fd, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent >= 0 && send_from(wire, (size_t)sent);
}

/* Takes over what came; more than `wanted` are closed. Returns how many there are now. */
static size_t take_descriptors(struct msghdr *message, int *fds, size_t have, size_t wanted)
{
	for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head;
	     head = CMSG_NXTHDR(message, head)) {
		size_t bytes = head->cmsg_len - CMSG_LEN(0);

		if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t at = 0; at + sizeof(int) <= bytes; at += sizeof(int)) {
			int fd;

			memcpy(&fd, CMSG_DATA(head) + at, sizeof fd);
			if (have < wanted)
				fds[have++] = fd;
			else
				close(fd);
		}
	}
	return have;
}

static enum wire_answer fill_with_descriptors(struct wire *wire, int *fds, size_t *have,
					      size_t wanted)
{
	char bytes[512]; /* they come with a frame of a few bytes */
	union control control;
	struct iovec piece = { bytes, sizeof bytes };
	struct msghdr message = { .msg_iov = &piece,
				  .msg_iovlen = 1,
				  .msg_control = control.room,
				  .msg_controllen = sizeof control.room };
	ssize_t got;

	do
		got = recvmsg(wire->fd, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return WIRE_ENDED;
	*have = take_descriptors(&message, fds, *have, wanted);
	drop_read(wire);
	text_add_bytes(&wire->in, bytes, (size_t)got);
	return WIRE_FRAME;
}

enum wire_answer wire_receive_descriptors(struct wire *wire, enum wire_kind *kind,
					  struct wire_body *body, int *fds, size_t count)
{
	enum wire_answer answer = cut(wire, kind, body);
	size_t have = 0;

	while (answer == WIRE_NOTHING) {
		answer = fill_with_descriptors(wire, fds, &have, count);
		if (answer == WIRE_FRAME)
			answer = cut(wire, kind, body);
	}
	if (answer == WIRE_FRAME && have == count)
		return WIRE_FRAME;
	while (have)
		close(fds[--have]);
	return answer == WIRE_FRAME ? WIRE_BAD : answer;
}

void wire_finish(struct wire *wire)
{
	text_finish(&wire->out);
	text_finish(&wire->in);
	wire->in_at = 0;
}
