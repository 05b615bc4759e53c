#include "catalog/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/file_list.h"
#include "catalog/permission.h"

static void add_warning(struct catalog *catalog, char *warning)
{
	catalog->warnings = memory_grow_for(catalog->warnings, catalog->warning_count,
					    sizeof *catalog->warnings);
	catalog->warnings[catalog->warning_count++] = warning;
}

bool directory_check(struct catalog *catalog, const char *what, const char *path, int fd,
		     struct error *error)
{
	const struct permission_owners owners = { geteuid(), catalog->config_owner };
	struct stat status;
	enum permission permission;
	char *why;

	if (fstat(fd, &status) < 0)
		return error_set(error, ERROR_CONFIG, "%s %s: %s", what, path, strerror(errno));
	permission = permission_check(&status, &owners);
	if (permission == PERMISSION_GOOD)
		return true;
	why = permission_describe(permission, &status);
	if (permission == PERMISSION_GROUP_WRITABLE)
		add_warning(catalog, memory_format("%s %s: %s", what, path, why));
	else
		error_set(error, ERROR_PLUGIN_REFUSED, "%s %s: %s", what, path, why);
	free(why);
	return permission == PERMISSION_GROUP_WRITABLE;
}

static bool refuse_name(const char *path, const char *file, const char *why, struct error *error)
{
	struct text shown = { 0 };

	text_add_safe(&shown, file, strlen(file));
	error_set(error, ERROR_PLUGIN_REFUSED, "\"%s\" in %s cannot be a migration's name: %s",
		  text_get(&shown), path, why);
	error_next(error, "rename the file to NUMBER_NAME.so, or move it away");
	text_finish(&shown);
	return false;
}

/* What a file's name says of the migration. */
struct file_name {
	const char *file;
	const char *number;
	size_t stem_length, number_length;
	bool is_part; /* the number, of the name */
};

/* One block holds path, stem and number; file and name are the ends of the first two. */
static void add_entry(struct catalog *catalog, const struct file_name *name)
{
	size_t directory = catalog->directory_count - 1;
	size_t directory_length = strlen(catalog->directories[directory]);
	size_t file_length = strlen(name->file);
	char *block = memory_bytes_in(&catalog->names, directory_length + 1 + file_length + 1 +
							       name->stem_length + 1 +
							       name->number_length + 1);
	struct entry entry = { .path = block, .directory = (uint32_t)directory };

	entry.file = block + directory_length + 1;
	entry.stem = entry.file + file_length + 1;
	entry.number = entry.stem + name->stem_length + 1;
	entry.name = entry.stem;
	if (name->number_length && !name->is_part)
		entry.name += name->number_length + 1;
	memcpy(block, catalog->directories[directory], directory_length);
	block[directory_length] = '/';
	memcpy(entry.file, name->file, file_length);
	memcpy(entry.stem, name->file, name->stem_length);
	memcpy(entry.number, name->number, name->number_length);
	catalog->entries = memory_grow_for(catalog->entries, catalog->count, sizeof entry);
	catalog->entries[catalog->count++] = entry;
}

static void add_ignored(struct catalog *catalog, const char *file)
{
	catalog->ignored =
		memory_grow_for(catalog->ignored, catalog->ignored_count, sizeof *catalog->ignored);
	catalog->ignored[catalog->ignored_count++] =
		memory_format("%s/%s", catalog->directories[catalog->directory_count - 1], file);
}

static bool is_plugin_name(const char *file)
{
	size_t length = strlen(file);

	return *file != '.' && length > 3 && strcmp(file + length - 3, ".so") == 0;
}

static bool cut_name(struct file_name *name, char *file, const char **why)
{
	const char *sql = catalog_sql_ending(file);
	bool valid;
	char kept;

	*name = (struct file_name){ .file = file, .number = file, .is_part = sql };
	name->stem_length = sql ? (size_t)(sql - file) : strlen(file) - strlen(".so");
	kept = file[name->stem_length];
	file[name->stem_length] = '\0';
	valid = catalog_cut_name(file, &name->number_length, why);
	if (sql)
		name->number_length = strspn(file, "0123456789");
	if (catalog_version(file)) {
		name->number = file + 1;
		name->number_length = catalog_version(file);
		name->is_part = true;
	}
	file[name->stem_length] = kept;
	return valid;
}

static bool add_name(struct catalog *catalog, char *file, struct error *error)
{
	const char *path = catalog->directories[catalog->directory_count - 1];
	struct file_name name;
	const char *why;

	if (!is_plugin_name(file)) {
		add_ignored(catalog, file);
		return true;
	}
	if (!cut_name(&name, file, &why))
		return refuse_name(path, file, why, error);
	add_entry(catalog, &name);
	return true;
}

static bool list_directory(struct catalog *catalog, int fd, struct error *error)
{
	struct file_list list = { 0 };
	bool done = file_list_read(&list, fd);

	if (!done)
		error_set(error, ERROR_CONFIG, "plugin directory %s: %s",
			  catalog->directories[catalog->directory_count - 1], strerror(errno));
	for (size_t i = 0; done && i < list.count; i++)
		done = add_name(catalog, list.files[i].file, error);
	file_list_finish(&list);
	return done;
}

static bool refuse_directory(const char *path, int number, struct error *error)
{
	if (number != ENOENT)
		return error_set(error, ERROR_CONFIG, "plugin directory %s: %s", path,
				 strerror(number));
	error_set(error, ERROR_CONFIG, "plugin directory %s is not there", path);
	error_next(error, "correct \"plugins\" or --plugins, or deploy the plugins there");
	error_next(error, "or make an empty one: glim migration:init");
	return false;
}

static bool is_listed(const struct catalog *catalog, const char *real)
{
	for (size_t i = 0; i < catalog->directory_count; i++)
		if (strcmp(catalog->directories[i], real) == 0)
			return true;
	return false;
}

static void add_directory(struct catalog *catalog, char *real, int fd)
{
	size_t count = catalog->directory_count;

	catalog->directories =
		memory_grow_for(catalog->directories, count, sizeof *catalog->directories);
	catalog->directory_fds =
		memory_grow_for(catalog->directory_fds, count, sizeof *catalog->directory_fds);
	catalog->directories[count] = real;
	catalog->directory_fds[count] = fd;
	catalog->directory_count++;
}

bool directory_read(struct catalog *catalog, const char *path, struct error *error)
{
	char *real = realpath(path, NULL);
	int fd;

	if (!real)
		return refuse_directory(path, errno, error);
	if (is_listed(catalog, real)) {
		free(real);
		return true;
	}
	fd = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		free(real);
		return refuse_directory(path, errno, error);
	}
	add_directory(catalog, real, fd);
	return directory_check(catalog, "plugin directory", real, fd, error) &&
	       list_directory(catalog, fd, error);
}
