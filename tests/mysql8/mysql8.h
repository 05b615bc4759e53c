/* What the files of this program share: packets of the client/server protocol. */
#ifndef GLIM_TESTS_MYSQL8_H
#define GLIM_TESTS_MYSQL8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

enum { PACKET_MOST = 1 << 20, COMMAND_QUERY = 3, COMMAND_PREPARE = 22 };

#define MYSQL8_VERSION "8.0.36"

struct packet {
	size_t length;
	uint8_t sequence;
	unsigned char body[PACKET_MOST + 1]; /* a NUL behind it */
};

/* packet.c; false at the end of the connection */
bool packet_read(int fd, struct packet *packet);
bool packet_write(int fd, uint8_t sequence, const void *body, size_t length);
bool packet_refuse(int fd, uint8_t sequence, unsigned int native, const char *state,
		   const char *text);

/* login.c */
void login_scripted(int client, const char *way);
/* dress.c */
void dress(int client, int upstream);

#endif
