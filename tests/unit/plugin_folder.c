#include "plugin_folder.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "skip.h"

static char base[PATH_MAX];
static char current[PATH_MAX];

struct bytes folder_good;

static const char good_source[] =
	"#include <glim/migration.h>\n"
	"#include <unistd.h>\n"
	"const char description[] = \"creates the users table\";\n"
	"GLIM_OPTIONS(.timeout = 60, .irreversible = 1);\n"
	"GLIM_DEPENDS(\"AddUser, 2_AddCrates\");\n"
	"int run(glim_ctx *ctx)\n"
	"{ return glim_exec(ctx, \"CREATE TABLE users (id INT)\"); }\n"
	"int rollback(glim_ctx *ctx)\n"
	"{ return getpid() < 0 || glim_exec(ctx, \"DROP TABLE users\"); }\n";

static const char *parent_folder(void)
{
	const char *parent = getenv("TMPDIR");

	return parent && *parent ? parent : "/tmp";
}

static void make_folder(char path[PATH_MAX], const char *parent)
{
	snprintf(path, PATH_MAX, "%s/glim-plugins-XXXXXX", parent);
	ck_assert_msg(mkdtemp(path) != NULL, "mkdtemp %s", path);
	ck_assert_int_eq(chmod(path, 0755), 0);
}

static void remove_folder(char path[PATH_MAX])
{
	char *command = *path ? memory_format("rm -rf '%s'", path) : NULL;

	if (command && system(command) != 0)
		fprintf(stderr, "cannot remove %s\n", path);
	free(command);
	*path = '\0';
}

void folder_setup_base(void)
{
	char *path;

	umask(022);
	make_folder(base, parent_folder());
	path = folder_join(base, "good.so");
	ck_assert(folder_compile("cc", "-shared -fPIC -O1", "c", good_source, path));
	folder_good = folder_read(path);
	free(path);
}

void folder_teardown_base(void)
{
	free(folder_good.data);
	folder_good = (struct bytes){ 0 };
	remove_folder(base);
}

void folder_setup(void)
{
	make_folder(current, parent_folder());
}

void folder_setup_in_memory(void)
{
	make_folder(current, access("/dev/shm", W_OK) == 0 ? "/dev/shm" : parent_folder());
}

void folder_teardown(void)
{
	remove_folder(current);
}

const char *folder_base(void)
{
	return base;
}

const char *folder_path(void)
{
	return current;
}

char *folder_join(const char *folder, const char *file)
{
	return memory_format("%s/%s", folder, file);
}

bool folder_needs(const char *command)
{
	char *line = memory_format("command -v %s >/dev/null", command);
	char *why = memory_format("%s is not installed", command);
	const bool has = system(line) == 0;

	if (!has)
		test_skip(why);
	free(line);
	free(why);
	return has;
}

bool folder_compile(const char *compiler, const char *flags, const char *suffix, const char *source,
		    const char *to)
{
	char *file = memory_format("%s.%s", to, suffix);
	char *line = memory_format("%s %s -Iinclude -o '%s' '%s' 2>'%s.log'", compiler, flags, to,
				   file, to);
	bool done;

	folder_write(file, source, strlen(source));
	done = system(line) == 0;
	free(file);
	free(line);
	return done;
}

struct bytes folder_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat status;
	struct bytes bytes;

	ck_assert_msg(file && fstat(fileno(file), &status) == 0, "%s", path);
	bytes.size = (size_t)status.st_size;
	bytes.data = memory_alloc(bytes.size);
	ck_assert_uint_eq(fread(bytes.data, 1, bytes.size, file), bytes.size);
	fclose(file);
	return bytes;
}

void folder_write(const char *path, const void *data, size_t size)
{
	FILE *file = fopen(path, "wb");

	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_eq(fwrite(data, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

void folder_put(const char *file, const void *data, size_t size)
{
	char *path = folder_join(current, file);

	folder_write(path, data, size);
	free(path);
}

struct catalog *folder_catalog(void)
{
	struct error error = { 0 };
	struct catalog *catalog = catalog_read(&(char *){ current }, 1, geteuid(), &error);

	ck_assert_msg(catalog != NULL, "%s", error.message);
	return catalog;
}

struct entry *folder_inspect(struct catalog *catalog, const char *name)
{
	struct entry *entry = catalog_find(catalog, name);

	ck_assert_msg(entry != NULL, "%s is not in the catalog", name);
	catalog_inspect(catalog, entry);
	return entry;
}
