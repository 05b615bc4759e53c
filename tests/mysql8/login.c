/* The ways of logging in with caching_sha2_password, as a server goes them. */
#include <stdio.h>
#include <string.h>

#include "mysql8.h"

enum { SALT = 20, SCRAMBLE = 32, GOES_ON = 1, SWITCH = 0xfe, CACHED = 3, FULL = 4, WANTS_KEY = 2 };

static const char salt[] = "abcdefghijklmnopqrst";
static const char plugin[] = "caching_sha2_password";

/* No TLS; long passwords, protocol 4.1, plugins and the rest of what every server of 8.0 has. */
static bool greet(int client)
{
	unsigned char body[128] = { 10 };
	size_t at = 1;

	memcpy(body + at, MYSQL8_VERSION, sizeof MYSQL8_VERSION);
	at += sizeof MYSQL8_VERSION;
	body[at] = 7; /* the connection's number */
	memcpy(body + at + 4, salt, 8);
	memcpy(body + at + 13, "\x0f\xa2\xff\x02\x00\x0f\x00\x15", 8);
	at += 31;
	memcpy(body + at, salt + 8, SALT - 8 + 1);
	at += SALT - 8 + 1;
	memcpy(body + at, plugin, sizeof plugin);
	return packet_write(client, 0, body, at + sizeof plugin);
}

static bool ask_to_switch(int client, uint8_t sequence)
{
	char body[1 + sizeof plugin + sizeof salt] = { (char)SWITCH };

	memcpy(body + 1, plugin, sizeof plugin);
	memcpy(body + 1 + sizeof plugin, salt, sizeof salt);
	return packet_write(client, sequence, body, sizeof body);
}

static bool let_in(int client, uint8_t sequence)
{
	return packet_write(client, sequence, "\0\0\0\2\0\0\0", 7);
}

/* What came in clear is told, so that a test can look for it. */
static bool take_password(int client, struct packet *packet, char *how, size_t size)
{
	const char full[] = { GOES_ON, FULL };

	if (!packet_write(client, packet->sequence + 1, full, sizeof full) ||
	    !packet_read(client, packet))
		return false;
	if (packet->length == 1 && packet->body[0] == WANTS_KEY)
		snprintf(how, size, "it asked for a key");
	else
		snprintf(how, size, "the password %.100s", (const char *)packet->body);
	return true;
}

/* A client may begin with another one; the account's own is asked for then. */
static bool speaks_plugin(const struct packet *packet)
{
	return memmem(packet->body, packet->length, plugin, sizeof plugin) != NULL;
}

static bool log_in(int client, const char *way, struct packet *packet, char *how, size_t size)
{
	const char cached[] = { GOES_ON, CACHED };

	if ((strcmp(way, "switch") == 0 || !speaks_plugin(packet)) &&
	    (!ask_to_switch(client, packet->sequence + 1) || !packet_read(client, packet)))
		return false;
	if (strcmp(way, "full") == 0)
		return take_password(client, packet, how, size) &&
		       let_in(client, packet->sequence + 1);
	snprintf(how, size, "a scramble");
	return packet_write(client, packet->sequence + 1, cached, sizeof cached) &&
	       let_in(client, packet->sequence + 2);
}

void login_scripted(int client, const char *way)
{
	static struct packet packet;
	char how[256], text[320];

	if (!greet(client) || !packet_read(client, &packet) ||
	    !log_in(client, way, &packet, how, sizeof how) || !packet_read(client, &packet))
		return;
	snprintf(text, sizeof text, "came in with %s", how);
	packet_refuse(client, packet.sequence + 1, 1105, "HY000", text);
}
