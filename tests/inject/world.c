#include "world.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

const struct command commands[COMMANDS] = {
	{ "init", "migration:init", true, false },
	{ "sync", "migration:sync", true, false },
	{ "plan", "migration:plan", false, false },
	{ "run", "migration:run", true, false },
	{ "status", "migration:status --json", false, true },
	{ "validate", "migration:validate", false, false },
	{ "log", "migration:log", false, false },
	{ "dump", "migration:dump", false, false },
	{ "rollback", "migration:rollback --yes", true, false },
	{ "repair", "migration:repair Count --mark applied --reason test", true, false },
};

/* ---- How it looks ---- */

static const char *const lists[] = {
	"SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2",
	"SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, COLUMN_DEFAULT FROM "
	"information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, ORDINAL_POSITION",
	"SELECT table_name, column_name, data_type, column_default, (SELECT string_agg(indexdef, "
	"';' ORDER BY indexdef) FROM pg_indexes WHERE tablename = table_name) FROM "
	"information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position",
};

static const char *const tables[] = {
	"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'glim%' ORDER BY 1",
	"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND "
	"TABLE_NAME NOT LIKE 'glim%' ORDER BY 1",
	"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE "
	"'glim%' ORDER BY 1",
};

static const char *const has_history[] = {
	"SELECT COUNT(*) FROM sqlite_master WHERE name IN ('glim_migrations', 'glim_steps', "
	"'glim_log')",
	"SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND "
	"TABLE_NAME IN ('glim_migrations', 'glim_steps', 'glim_log')",
	"SELECT COUNT(*) FROM pg_tables WHERE tablename IN ('glim_migrations', 'glim_steps', "
	"'glim_log')",
};

static bool on_server(const struct world *world)
{
	return world->setting->server.socket != NULL;
}

/* Which of each pair of questions is meant for its database. */
static int kind_of(const struct world *world)
{
	return !on_server(world) ? 0 : world->setting->server.postgresql ? 2 : 1;
}

static void add(struct text *out, char *answer)
{
	text_add(out, answer);
	free(answer);
}

static void add_history(struct world *world, struct text *out)
{
	if (side_number(world->side, "%s", has_history[kind_of(world)]) != 3)
		return;
	add(out, side_ask(world->side, "SELECT name, state, direction, statements, error FROM "
				       "glim_migrations ORDER BY 1"));
	add(out, side_ask(world->side, "SELECT COUNT(*) FROM glim_steps"));
}

char *world_look(struct world *world)
{
	struct text out = { 0 };
	char *names = side_ask(world->side, "%s", tables[kind_of(world)]), *rest = names;

	add(&out, side_ask(world->side, "%s", lists[kind_of(world)]));
	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		add(&out,
		    side_ask(world->side, "SELECT '%s', t.* FROM %s t ORDER BY 2, 3", name, name));
	free(names);
	add_history(world, &out);
	return text_take(&out);
}

bool world_applied(struct world *world, const char *name)
{
	return side_number(world->side,
			   "SELECT COUNT(*) FROM glim_migrations WHERE name = '%s' AND state = "
			   "'applied' AND direction = 'run'",
			   name) == 1;
}

/* ---- Its files and tables ---- */

static char *path_in(const struct world *world, const char *name)
{
	return memory_format("%s/%s", world->program.dir, name);
}

static void write_file(const struct world *world, const char *name, const char *data, size_t length)
{
	char *path = path_in(world, name);
	FILE *file = fopen(path, "we");

	if (!file || fwrite(data, 1, length, file) != length || fclose(file) != 0) {
		perror(path);
		exit(3);
	}
	chmod(path, 0600);
	free(path);
}

static char *read_file(const struct world *world, const char *name, size_t *length)
{
	char *path = path_in(world, name), piece[65536];
	FILE *file = fopen(path, "re");
	struct text text = { 0 };
	size_t got;

	while (file && (got = fread(piece, 1, sizeof piece, file)) > 0)
		text_add_bytes(&text, piece, got);
	if (file)
		fclose(file);
	free(path);
	*length = text.length;
	return text_take(&text);
}

static void configure(const struct world *world)
{
	const struct setting *setting = world->setting;
	struct text text = { 0 };
	char port[40] = "";

	if (setting->server.postgresql)
		snprintf(port, sizeof port, "\"port\": %d,", setting->server.port);
	text_add(&text, "{ \"db\": { \"default\": { ");
	if (on_server(world))
		text_print(&text,
			   "\"driver\": \"%s\", \"socket\": \"%s\", %s \"schema\": \"%s\", "
			   "\"user\": \"glim\", \"password\": \"glim\"",
			   setting->server.postgresql ? "postgresql" : "mysql",
			   setting->server.socket, port, world->schema);
	else
		text_add(&text, "\"driver\": \"sqlite\", \"schema\": \"test.db\"");
	text_print(&text,
		   " } }, \"extensions\": { \"migration\": { \"plugins\": [\"%s\"], "
		   "\"sources\": \"sources\" } } }\n",
		   setting->plugins);
	write_file(world, "config.json", text.data, text.length);
	text_finish(&text);
}

static void open_side(struct world *world)
{
	char *path = path_in(world, "test.db");

	side_close(world->side);
	world->side = side_open_file(path);
	free(path);
}

static void fill(struct side *side)
{
	static const char *const names[] = { "Count", "Create", "People", "Script" };

	side_do(side, "CREATE TABLE counters (name VARCHAR(40) PRIMARY KEY, n INTEGER NOT NULL)");
	/* As the original made it: init has to add what is missing. */
	side_do(side,
		"CREATE TABLE glim_migrations (id VARCHAR(255) PRIMARY KEY, name VARCHAR(255), "
		"created_at TIMESTAMP NULL, description TEXT)");
	side_do(side, "CREATE TABLE notes (who VARCHAR(40), what VARCHAR(40))");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		side_do(side, "INSERT INTO counters VALUES ('%s', 0)", names[i]);
}

static void start_file(struct world *world)
{
	write_file(world, "test.db", "", 0);
	open_side(world);
	fill(world->side);
}

static void start_schema(struct world *world)
{
	const struct server_place *server = &world->setting->server;

	if (!world->side) {
		world->side = side_open_server(server);
		side_do(world->side, "CREATE DATABASE %s%s", world->schema,
			server->postgresql ? " OWNER glim" : "");
	} else if (!server->postgresql) {
		side_do(world->side, "DROP DATABASE IF EXISTS %s", world->schema);
		side_do(world->side, "CREATE DATABASE %s", world->schema);
	}
	side_use(world->side, world->schema);
	if (server->postgresql) {
		side_do(world->side, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
				     "datname = current_database() AND usename = 'glim'");
		side_do(world->side, "DROP SCHEMA IF EXISTS public CASCADE");
		side_do(world->side, "CREATE SCHEMA public");
	}
	fill(world->side);
}

/* ---- What the next command finds ---- */

static bool has_file(const struct world *world, const char *name)
{
	char *path = path_in(world, name);
	const bool has = access(path, F_OK) == 0;

	free(path);
	return has;
}

static bool is_clock(const char *text)
{
	static const char shape[] = "0000-00-00 00:00:00";

	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == '0' ? !isdigit((unsigned char)text[i]) : shape[i] != text[i])
			return false;
	return true;
}

/* The length of what differs in each run: a time, an identifier's dashed part, a duration. */
static size_t passing(const char *text)
{
	if (is_clock(text))
		return 19 + strspn(text + 19, ".0123456789");
	if (strspn(text, "0123456789abcdef") == 8 && text[8] == '-' && strlen(text) >= 36)
		return 36;
	return strspn(text, "0123456789") >= 3 ? strspn(text, "0123456789") : 0;
}

static uint64_t mix(uint64_t hash, const char *text, bool all)
{
	while (*text) {
		const size_t length = all ? 0 : passing(text);

		hash = (hash ^ (unsigned char)(length ? '#' : *text)) * 0x100000001b3;
		text += length ? length : 1;
	}
	return hash;
}

static uint64_t mix_answer(uint64_t hash, char *answer, bool all)
{
	hash = mix(hash, answer, all);
	free(answer);
	return hash;
}

static uint64_t mix_table(struct world *world, uint64_t hash, const char *name)
{
	const bool all = strncmp(name, "glim", 4) != 0;

	hash = mix_answer(hash, side_ask(world->side, "SELECT '%s', * FROM %s", name, name), all);
	if (strcmp(name, "glim_steps") != 0)
		return hash;
	return mix_answer(hash, side_ask(world->side, "SELECT hex(journal) FROM glim_steps"), true);
}

/* A journal that is left would be played back by the question. */
uint64_t world_state(struct world *world)
{
	uint64_t hash = 0xcbf29ce484222325;
	char *names, *rest;

	if (on_server(world) || has_file(world, "test.db-journal"))
		return 0;
	hash ^= has_file(world, "sources") + 2U * has_file(world, "test.db.glim-lock");
	hash = mix_answer(hash, side_ask(world->side, "%s", lists[0]), true);
	names = rest = side_ask(world->side, "SELECT name FROM sqlite_master WHERE type = 'table'");
	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		hash = mix_table(world, hash, name);
	free(names);
	return hash;
}

/* ---- Before each command ---- */

static void remove_file(const struct world *world, const char *name)
{
	char *path = path_in(world, name);

	remove(path);
	free(path);
}

static void restore_file(struct world *world, int command)
{
	const struct reference *reference = &world->references[command];

	remove_file(world, "test.db-journal");
	remove_file(world, "test.db.glim-lock");
	write_file(world, "test.db", reference->found, reference->length);
	open_side(world);
}

static void run_well(struct world *world, int command, struct said *said)
{
	program_run(&world->program, commands[command].line, NULL, said);
	if (said->exit == 0)
		return;
	fprintf(stderr, "inject: `glim %s` exits with %d without a fault\n%s%s",
		commands[command].line, said->exit, said->out, said->err);
	exit(3);
}

static void restore_schema(struct world *world, int command)
{
	start_schema(world);
	for (int i = 0; i < command; i++) {
		struct said said = { 0 };

		if (commands[i].writes)
			run_well(world, i, &said);
		said_finish(&said);
	}
}

void world_prepare(struct world *world, int command)
{
	remove_file(world, "sources");
	if (on_server(world))
		restore_schema(world, command);
	else
		restore_file(world, command);
}

/* ---- The whole ---- */

static void learn(struct world *world, int command)
{
	struct reference *reference = &world->references[command];
	struct said said = { 0 };

	remove_file(world, "sources");
	if (!on_server(world))
		reference->found = read_file(world, "test.db", &reference->length);
	run_well(world, command, &said);
	reference->out = memory_copy(said.out);
	reference->err = memory_copy(said.err);
	reference->looks = world_look(world);
	said_finish(&said);
}

void world_init(struct world *world, const struct setting *setting, int number)
{
	const char *parent = getenv("TMPDIR");
	char dir[128];

	*world = (struct world){ .setting = setting };
	snprintf(dir, sizeof dir, "%s/glim-inject.XXXXXX", parent ? parent : "/tmp");
	if (!mkdtemp(dir)) {
		perror(dir);
		exit(3);
	}
	snprintf(world->schema, sizeof world->schema, "glim_inject_%d_%d", (int)getppid(), number);
	program_init(&world->program, setting->path, setting->behind, setting->shim, dir);
	configure(world);
	if (on_server(world))
		start_schema(world);
	else
		start_file(world);
	for (int command = 0; command < COMMANDS; command++)
		learn(world, command);
}

void world_finish(struct world *world)
{
	char *remove = memory_format("rm -rf '%s'", world->program.dir);

	program_finish(&world->program);
	if (world->setting->server.postgresql) {
		side_close(world->side);
		world->side = side_open_server(&world->setting->server);
	}
	if (on_server(world))
		side_do(world->side, "DROP DATABASE %s%s", world->schema,
			world->setting->server.postgresql ? " WITH (FORCE)" : "");
	side_close(world->side);
	for (int i = 0; i < COMMANDS; i++) {
		free(world->references[i].found);
		free(world->references[i].out);
		free(world->references[i].err);
		free(world->references[i].looks);
	}
	if (system(remove) != 0)
		fprintf(stderr, "inject: %s is still there\n", world->program.dir);
	free(remove);
}
