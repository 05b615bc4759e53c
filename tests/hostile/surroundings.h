/* What a migration finds around itself, as one text: it has to be the same for each. */
#ifndef TESTS_HOSTILE_SURROUNDINGS_H
#define TESTS_HOSTILE_SURROUNDINGS_H

#include <glim/migration.h>

#include <locale.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

struct surroundings {
	char text[4000];
	size_t length;
};

GLIM_PRINTF(2, 3)
static void surroundings_add(struct surroundings *to, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	to->length += (size_t)vsnprintf(to->text + to->length, sizeof to->text - to->length, format,
					args);
	va_end(args);
}

/* Sockets and memory files by their kind: their numbers differ. */
static void surroundings_add_descriptors(struct surroundings *to)
{
	char path[32], link[256];

	for (int fd = 0; fd < 256; fd++) {
		ssize_t length;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		length = readlink(path, link, sizeof link - 1);
		if (length < 0)
			continue;
		link[length] = '\0';
		surroundings_add(to, "%d %.*s\n", fd, (int)strcspn(link, ":"), link);
	}
}

static void surroundings_add_signals(struct surroundings *to)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];

	while (status && fgets(line, sizeof line, status))
		if (strncmp(line, "Sig", 3) == 0 || strncmp(line, "Shd", 3) == 0)
			surroundings_add(to, "%s", strncmp(line, "SigQ", 4) == 0 ? "" : line);
	if (status)
		fclose(status);
}

static void surroundings_add_limits(struct surroundings *to)
{
	static const int limits[] = { RLIMIT_CORE, RLIMIT_AS, RLIMIT_NOFILE, RLIMIT_FSIZE,
				      RLIMIT_STACK };
	struct rlimit limit;

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (getrlimit((__rlimit_resource_t)limits[i], &limit) == 0)
			surroundings_add(to, "limit %d %llx %llx\n", limits[i],
					 (unsigned long long)limit.rlim_cur,
					 (unsigned long long)limit.rlim_max);
}

static void surroundings_look(struct surroundings *found)
{
	char folder[256];
	mode_t mask = umask(022);

	memset(found, 0, sizeof *found);
	umask(mask);
	surroundings_add(found, "folder %s\n", getcwd(folder, sizeof folder));
	surroundings_add(found, "umask %o\n", (unsigned)mask);
	surroundings_add(found, "locale %s\n", setlocale(LC_ALL, NULL));
	surroundings_add(found, "alarm %u\n", alarm(0));
	surroundings_add(found, "priority %d\n", getpriority(PRIO_PROCESS, 0));
	for (char **variable = environ; variable && *variable; variable++)
		surroundings_add(found, "variable %s\n", *variable);
	surroundings_add_descriptors(found);
	surroundings_add_signals(found);
	surroundings_add_limits(found);
}

#define SURROUNDINGS_OTHERS                                                                        \
	"'TIMESTAMP', 'PSEUDO_THREAD_ID', 'LAST_INSERT_ID', 'IDENTITY', 'INSERT_ID', "             \
	"'RAND_SEED1', 'RAND_SEED2', 'ERROR_COUNT', 'WARNING_COUNT', 'LAST_GTID', "                \
	"'GTID_BINLOG_POS', 'GTID_CURRENT_POS', 'IN_TRANSACTION'"

static inline const char *surroundings_keep(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") == 0)
		return "INSERT INTO surroundings SELECT 'foreign_keys', foreign_keys "
		       "FROM pragma_foreign_keys UNION ALL SELECT 'recursive_triggers', "
		       "recursive_triggers FROM pragma_recursive_triggers";
	if (strcmp(glim_driver(ctx), "postgresql") == 0)
		return "INSERT INTO surroundings SELECT name, left(setting, 4000) FROM pg_settings "
		       "WHERE context IN ('user', 'superuser')";
	return "INSERT INTO surroundings SELECT variable_name, left(variable_value, 4000) "
	       "FROM information_schema.session_variables "
	       "WHERE variable_name NOT IN (" SURROUNDINGS_OTHERS ") "
	       "AND variable_name NOT IN (SELECT variable_name FROM "
	       "information_schema.system_variables WHERE variable_scope = 'GLOBAL')";
}

static inline const char *surroundings_compare(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") == 0)
		return "SELECT name, 'left behind' FROM sqlite_temp_master UNION ALL "
		       "SELECT name, 'attached' FROM pragma_database_list "
		       "WHERE name NOT IN ('main', 'temp') UNION ALL "
		       "SELECT 'foreign_keys', foreign_keys FROM pragma_foreign_keys, surroundings "
		       "WHERE name = 'foreign_keys' AND value <> CAST(foreign_keys AS TEXT) UNION "
		       "ALL "
		       "SELECT 'recursive_triggers', recursive_triggers "
		       "FROM pragma_recursive_triggers, surroundings "
		       "WHERE name = 'recursive_triggers' AND value <> CAST(recursive_triggers AS "
		       "TEXT)";
	if (strcmp(glim_driver(ctx), "postgresql") == 0)
		return "SELECT name, left(setting, 200) FROM surroundings JOIN pg_settings "
		       "USING (name) WHERE left(setting, 4000) <> value UNION ALL "
		       "SELECT relname, 'left behind' FROM pg_class "
		       "WHERE relpersistence = 't' AND pg_table_is_visible(oid)";
	return "SELECT s.name, left(v.variable_value, 200) FROM surroundings s "
	       "JOIN information_schema.session_variables v ON v.variable_name = s.name "
	       "WHERE left(v.variable_value, 4000) <> s.value UNION ALL "
	       "SELECT '@left_behind', @left_behind FROM DUAL WHERE @left_behind IS NOT NULL";
}

#endif
