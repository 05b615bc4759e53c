/* A MariaDB that looks like MySQL 8: another greeting, and less that it understands. */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mysql8.h"

/* What only MariaDB knows, and how MySQL 8 refuses it (reference manual and error reference). */
static const struct foreign {
	const char *word;
	unsigned int native;
	const char *state, *text;
} foreign[] = {
	{ "idle_transaction_timeout", 1193, "HY000", "Unknown system variable" },
	{ "idle_write_transaction_timeout", 1193, "HY000", "Unknown system variable" },
	{ "max_statement_time", 1193, "HY000", "Unknown system variable" },
	{ "wsrep_on", 1193, "HY000", "Unknown system variable" },
	{ "tx_isolation", 1193, "HY000", "Unknown system variable" },
	{ "group_replication", 1193, "HY000", "Unknown system variable" }, /* a plugin's */
	{ "NO_AUTO_CREATE_USER", 1231, "42000", "Variable 'sql_mode' can't be set to the value" },
	{ "MAX_STAGE", 1054, "42S22", "Unknown column 'STAGE' in 'field list'" },
	{ "nopad", 1273, "HY000", "Unknown collation" },
	{ "SET STATEMENT", 1064, "42000", "You have an error in your SQL syntax" },
	{ " SEQUENCE", 1064, "42000", "You have an error in your SQL syntax" },
	{ "RETURNING", 1064, "42000", "You have an error in your SQL syntax" },
	{ "NOT ATOMIC", 1064, "42000", "You have an error in your SQL syntax" },
	{ " WAIT ", 1064, "42000", "You have an error in your SQL syntax" },
};

/* What only MySQL 8 knows becomes what does the same here, or nothing. */
static const struct word {
	const char *theirs, *ours;
} words[] = {
	{ "@@version, ", "'" MYSQL8_VERSION "', " },
	{ ", max_execution_time = 0", "" },
	{ "max_execution_time", "max_statement_time" },
};

static const struct foreign *find_foreign(const char *sql)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (strcasestr(sql, foreign[i].word))
			return &foreign[i];
	return NULL;
}

/* Such a comment is one for MySQL, and code for the server behind. */
static void blank_comments(char *sql)
{
	char *at, *end;

	while ((at = strstr(sql, "/*M!")) && (end = strstr(at, "*/")))
		memset(at, ' ', (size_t)(end + 2 - at));
}

static void replace(struct packet *packet, const struct word *word)
{
	char *sql = (char *)packet->body + 1;
	const size_t theirs = strlen(word->theirs), ours = strlen(word->ours);
	char *at = strcasestr(sql, word->theirs);

	if (!at)
		return;
	if (packet->length + ours > PACKET_MOST)
		return;
	memmove(at + ours, at + theirs, strlen(at + theirs) + 1);
	memcpy(at, word->ours, ours);
	packet->length = packet->length - theirs + ours;
}

static bool pass_command(int client, int upstream, struct packet *packet)
{
	const bool has_sql = packet->sequence == 0 && (packet->body[0] == COMMAND_QUERY ||
						       packet->body[0] == COMMAND_PREPARE);
	const struct foreign *found;

	if (has_sql) {
		blank_comments((char *)packet->body + 1);
		found = find_foreign((char *)packet->body + 1);
		if (found)
			return packet_refuse(client, 1, found->native, found->state, found->text);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			replace(packet, &words[i]);
	}
	return packet_write(upstream, packet->sequence, packet->body, packet->length);
}

/* Neither TLS nor MariaDB's own capabilities, but the bit by which a MySQL server is known. */
static void hide_capabilities(unsigned char *behind_version)
{
	enum { LOW = 13, EXTENDED = 27, MYSQL = 1, TLS = 0x08 };

	behind_version[LOW] |= MYSQL;
	behind_version[LOW + 1] &= (unsigned char)~TLS;
	memset(behind_version + EXTENDED, 0, 4);
}

static bool greet(int client, int upstream, struct packet *packet)
{
	static unsigned char body[PACKET_MOST];
	size_t old, length;

	if (!packet_read(upstream, packet) || packet->body[0] != 10)
		return false;
	old = 1 + strlen((char *)packet->body + 1) + 1;
	body[0] = 10;
	memcpy(body + 1, MYSQL8_VERSION, sizeof MYSQL8_VERSION);
	length = 1 + sizeof MYSQL8_VERSION;
	memcpy(body + length, packet->body + old, packet->length - old);
	hide_capabilities(body + length);
	return packet_write(client, packet->sequence, body, length + packet->length - old);
}

static bool pass_answer(int client, int upstream)
{
	char bytes[8192];
	ssize_t got = read(upstream, bytes, sizeof bytes);

	return got > 0 && write(client, bytes, (size_t)got) == got;
}

void dress(int client, int upstream)
{
	static struct packet packet;
	struct pollfd ready[] = { { .fd = client, .events = POLLIN },
				  { .fd = upstream, .events = POLLIN } };

	if (!greet(client, upstream, &packet))
		return;
	while (poll(ready, 2, -1) > 0) {
		if (ready[0].revents &&
		    (!packet_read(client, &packet) || !pass_command(client, upstream, &packet)))
			return;
		if (ready[1].revents && !pass_answer(client, upstream))
			return;
	}
}
