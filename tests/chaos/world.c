#include "world.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"

enum { PATIENCE = 300 * 1000000, LEAVING = 10 * 1000000 };

const char *const base_names[BASES] = { "sqlite", "server" };
const char *const kind_names[KINDS] = { "Count", "Create", "Five", "Back",  "Script", "Keys",
					"Pages", "Many",   "Text", "Small", "Short" };
const char *const stage_names[STAGES] = { "run", "rollback", "undo" };

int world_migrations_of(enum kind kind)
{
	return kind >= SINGLE_KINDS ? SMALL : 1;
}

int world_migrations(const struct world *world)
{
	int count = 0;

	for (int kind = 0; kind < KINDS; kind++)
		if (world->kinds & 1U << kind)
			count += world_migrations_of((enum kind)kind);
	return count;
}

void world_init(struct world *world, const struct setting *setting, int number)
{
	const char *parent = getenv("TMPDIR");

	*world = (struct world){ .setting = setting, .number = number };
	snprintf(world->dir, sizeof world->dir, "%s/glim-chaos.XXXXXX", parent ? parent : "/tmp");
	if (!mkdtemp(world->dir)) {
		perror(world->dir);
		exit(3);
	}
	snprintf(world->schema, sizeof world->schema, "glim_chaos_%d_%d", (int)getppid(), number);
	if (!setting->server.dir)
		return;
	world->root = side_open_server(&setting->server);
	if (!setting->server.postgresql)
		return;
	side_do(world->root, "CREATE DATABASE %s OWNER glim", world->schema);
	side_use(world->root, world->schema);
}

static void remove_dir(const char *dir)
{
	char command[200];

	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "chaos: %s is still there\n", dir);
}

static void close_base(struct world *world)
{
	if (world->side != world->root)
		side_close(world->side);
	world->side = NULL;
}

static void drop_schema(struct world *world)
{
	const bool postgresql = world->setting->server.postgresql;

	if (postgresql) {
		side_close(world->root);
		world->root = side_open_server(&world->setting->server);
	}
	side_do(world->root, "DROP DATABASE IF EXISTS %s%s", world->schema,
		postgresql ? " WITH (FORCE)" : "");
}

void world_finish(struct world *world)
{
	close_base(world);
	if (world->root)
		drop_schema(world);
	side_close(world->root);
	remove_dir(world->dir);
	for (int base = 0; base < BASES; base++)
		for (int kinds = 0; kinds < 1 << KINDS; kinds++)
			for (int stage = 0; stage < STAGES; stage++)
				free(world->references[base][kinds][stage].looks);
}

bool world_fail(struct world *world, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(world->why, sizeof world->why, format, args);
	va_end(args);
	return false;
}

/* ---- Its files and tables ---- */

static void print_connection(const struct world *world, FILE *file)
{
	const struct server_place *server = &world->setting->server;

	if (world->base == BASE_SQLITE) {
		fprintf(file, "\"driver\": \"sqlite\", \"schema\": \"test.db\"");
		return;
	}
	fprintf(file,
		"\"driver\": \"%s\", \"schema\": \"%s\", \"user\": \"glim\", "
		"\"password\": \"glim\", ",
		server->postgresql ? "postgresql" : "mysql", world->schema);
	if (world->port)
		fprintf(file, "\"host\": \"127.0.0.1\", \"port\": %d", world->port);
	else if (server->postgresql)
		fprintf(file, "\"socket\": \"%s\", \"port\": %d", server->socket, server->port);
	else
		fprintf(file, "\"socket\": \"%s\"", server->socket);
}

void world_configure(struct world *world, int port)
{
	const char *comma = "";
	char path[200];
	FILE *file;

	world->port = port;
	snprintf(path, sizeof path, "%s/config.json", world->dir);
	file = fopen(path, "we");
	fprintf(file, "{ \"db\": { \"default\": { ");
	print_connection(world, file);
	fprintf(file, " } }, \"extensions\": { \"migration\": { \"plugins\": [");
	for (int kind = 0; kind < KINDS; kind++) {
		if (!(world->kinds & 1U << kind))
			continue;
		fprintf(file, "%s\"%s/%s\"", comma, world->setting->plugins, kind_names[kind]);
		comma = ", ";
	}
	fprintf(file, "] } } }\n");
	fclose(file);
	chmod(path, 0600);
}

static void open_file(struct world *world)
{
	static const char *const files[] = { "test.db", "test.db-journal", "test.db.glim-lock" };
	char path[200];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", world->dir, files[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/test.db", world->dir);
	world->side = side_open_file(path);
	side_do(world->side, "PRAGMA synchronous = OFF");
}

static void open_schema(struct world *world)
{
	world->side = world->root;
	world_kill_sessions(world, "CONNECTION");
	if (world->setting->server.postgresql) {
		side_do(world->root, "DROP SCHEMA IF EXISTS public CASCADE");
		side_do(world->root, "CREATE SCHEMA public");
		return;
	}
	side_do(world->root, "DROP DATABASE IF EXISTS %s", world->schema);
	side_do(world->root, "CREATE DATABASE %s", world->schema);
	side_use(world->root, world->schema);
}

static void fill(struct world *world)
{
	struct side *side = world->side;

	side_do(side, "CREATE TABLE counters (name VARCHAR(40) PRIMARY KEY, n INTEGER NOT NULL, "
		      "downs INTEGER NOT NULL)");
	side_do(side, "CREATE TABLE notes (who VARCHAR(40), what VARCHAR(40))");
	side_do(side, "CREATE TABLE big (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR(60))");
	for (int kind = 0; kind < KINDS; kind++)
		side_do(side, "INSERT INTO counters VALUES ('%s', 0, 0)", kind_names[kind]);
	side_do(side,
		"INSERT INTO big WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r "
		"WHERE i < %ld) SELECT i, i * 7, 'the text of some row' FROM r",
		world->setting->rows);
}

void world_reset(struct world *world, enum base base, unsigned kinds)
{
	struct runner init;

	close_base(world);
	world->base = base;
	world->kinds = kinds;
	world->why[0] = '\0';
	if (base == BASE_SQLITE)
		open_file(world);
	else
		open_schema(world);
	fill(world);
	world_configure(world, 0);
	if (!world_do(world, &init, "-q migration:init")) {
		fprintf(stderr, "chaos: %s\n", world->why);
		exit(3);
	}
}

/* ---- Runners and their sessions ---- */

const char *world_command(enum stage stage)
{
	return stage == STAGE_UP ? "migration:run" : "migration:rollback --yes";
}

void world_start(struct world *world, struct runner *runner, int slot, const char *command,
		 const char *chaos)
{
	runner_start(runner, world->setting->program, world->dir, slot, command, chaos);
}

bool world_do(struct world *world, struct runner *runner, const char *command)
{
	world_start(world, runner, 0, command, NULL);
	if (!runner_wait(runner, PATIENCE)) {
		kill(runner->pid, SIGKILL);
		return world_fail(world, "`glim %s` does not end", command);
	}
	if (runner_exit(runner) == 0)
		return true;
	runner_show(runner);
	return world_fail(world, "`glim %s` exits with %d", command, runner_exit(runner));
}

static long kill_backends(struct world *world, const char *how)
{
	return side_number(world->root,
			   "SELECT count(%s(pid)) FROM pg_stat_activity WHERE datname = '%s' AND "
			   "usename = 'glim'",
			   strcmp(how, "QUERY") == 0 ? "pg_cancel_backend" : "pg_terminate_backend",
			   world->schema);
}

static int kill_connections(struct world *world, const char *how)
{
	char *ids = side_ask(world->root,
			     "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '%s' AND "
			     "USER = 'glim'",
			     world->schema);
	int count = 0;

	for (char *id = strtok(ids, "\n"); id; id = strtok(NULL, "\n"), count++)
		side_do(world->root,
			"BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; "
			"KILL %s %s; END",
			how, id);
	free(ids);
	return count;
}

int world_kill_sessions(struct world *world, const char *how)
{
	return world->setting->server.postgresql ? (int)kill_backends(world, how)
						 : kill_connections(world, how);
}

long world_sessions(struct world *world)
{
	if (world->setting->server.postgresql)
		return side_number(world->root,
				   "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND "
				   "usename = 'glim'",
				   world->schema);
	return side_number(world->root,
			   "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '%s' "
			   "AND USER = 'glim'",
			   world->schema);
}

/* The server goes on with what it was sent by somebody who is dead. */
bool world_await_sessions(struct world *world)
{
	const int64_t end = clock_elapsed() + LEAVING;

	while (world->base != BASE_SQLITE && world_sessions(world)) {
		if (clock_elapsed() > end)
			return false;
		usleep(2000);
	}
	return true;
}

/* How long one clean run takes, with the time that only the first one needs left out. */
static int64_t time_once(struct world *world, enum stage stage)
{
	struct runner runner = { 0 };
	int64_t began;

	world_reset(world, world->base, world->kinds);
	if (stage == STAGE_DOWN && !world_do(world, &runner, world_command(STAGE_UP)))
		exit(3);
	began = clock_elapsed();
	if (stage != STAGE_NEVER && !world_do(world, &runner, world_command(stage)))
		exit(3);
	return clock_elapsed() - began;
}

const struct reference *world_reference(struct world *world, enum stage stage)
{
	struct reference *reference = &world->references[world->base][world->kinds][stage];
	int64_t again;

	if (reference->looks)
		return reference;
	reference->time = time_once(world, stage);
	again = time_once(world, stage);
	if (again < reference->time)
		reference->time = again;
	reference->looks = world_look(world);
	return reference;
}
