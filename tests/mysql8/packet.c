#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mysql8.h"

static bool read_all(int fd, void *to, size_t length)
{
	char *at = to;

	while (length) {
		ssize_t got = read(fd, at, length);

		if (got <= 0)
			return false;
		at += got;
		length -= (size_t)got;
	}
	return true;
}

static bool write_all(int fd, const void *from, size_t length)
{
	const char *at = from;

	while (length) {
		ssize_t put = write(fd, at, length);

		if (put <= 0)
			return false;
		at += put;
		length -= (size_t)put;
	}
	return true;
}

bool packet_read(int fd, struct packet *packet)
{
	unsigned char head[4];

	if (!read_all(fd, head, sizeof head))
		return false;
	packet->length = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16;
	packet->sequence = head[3];
	if (packet->length > PACKET_MOST || !read_all(fd, packet->body, packet->length))
		return false;
	packet->body[packet->length] = '\0';
	return true;
}

bool packet_write(int fd, uint8_t sequence, const void *body, size_t length)
{
	const unsigned char head[] = { length & 0xff, length >> 8 & 0xff, length >> 16 & 0xff,
				       sequence };

	return write_all(fd, head, sizeof head) && write_all(fd, body, length);
}

bool packet_refuse(int fd, uint8_t sequence, unsigned int native, const char *state,
		   const char *text)
{
	char body[512];
	int length = snprintf(body, sizeof body, "%c%c%c#%s%s", 0xff, native & 0xff, native >> 8,
			      state, text);

	return packet_write(fd, sequence, body, (size_t)length);
}
