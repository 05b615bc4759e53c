#include "second_server.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "skip.h"

static const char script[] = "tests/servers/mariadb.sh";

/* "export GLIM_TEST_MYSQL_SOCKET='/tmp/x/m.sock'" */
static char *value_of(const char *line, const char *name)
{
	const char *found = strstr(line, name);
	const char *value = found ? found + strlen(name) : NULL;

	if (!value)
		return NULL;
	value += *value == '\'';
	return memory_copy_bytes(value, strcspn(value, "'\n"));
}

static void take_line(struct second_server *server, const char *line)
{
	const struct {
		const char *name;
		char **place;
	} names[] = {
		{ "_DIR=", &server->directory }, { "_SOCKET=", &server->socket },
		{ "_USER=", &server->user },     { "_PASSWORD=", &server->password },
		{ "_SCHEMA=", &server->schema },
	};
	char *port = value_of(line, "_PORT=");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strstr(line, names[i].name))
			*names[i].place = value_of(line, names[i].name);
	if (port)
		server->port = atoi(port);
	free(port);
}

bool second_server_start(struct second_server *server, const char *options)
{
	char *command;
	char line[512];
	FILE *answer;

	*server = (struct second_server){ 0 };
	if (!getenv("GLIM_TEST_MYSQL_SOCKET")) {
		test_skip("no server: GLIM_TEST_MYSQL_SOCKET is not set");
		return false;
	}
	command = memory_format("%s start %s", script, options);
	answer = popen(command, "r");
	ck_assert_ptr_nonnull(answer);
	while (fgets(line, sizeof line, answer))
		take_line(server, line);
	ck_assert_msg(pclose(answer) == 0, "%s failed; run the tests from the top folder", command);
	free(command);
	return true;
}

static void call(const struct second_server *server, const char *verb)
{
	char *command = memory_format("%s %s %s", script, verb, server->directory);

	ck_assert_int_eq(system(command), 0);
	free(command);
}

void second_server_kill(const struct second_server *server)
{
	call(server, "kill");
}

void second_server_stop(struct second_server *server)
{
	if (!server->directory)
		return;
	call(server, "stop");
	free(server->directory);
	free(server->socket);
	free(server->user);
	free(server->password);
	free(server->schema);
	*server = (struct second_server){ 0 };
}
