#include "config/section.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "config/file.h"
#include "config/line.h"
#include "config/value.h"

enum { SECRET_LIMIT = 4096 };

static bool fail_secret(struct reading *reading, const struct member *member, const char *path,
			const char *why)
{
	key_fail(reading, member, "names %s, which %s", path, why);
	reading->error->code = ERROR_SECRET;
	return false;
}

static void note_password(struct reading *reading, const char *path)
{
	char *key = key_path(reading, "password");

	line_add(reading->config, key, "********", path);
	free(key);
}

/* The first line, without its end. */
static bool take_line(struct reading *reading, const struct member *member, const char *path,
		      const struct file *file, char **password)
{
	const size_t length = strcspn(file->text, "\r\n");

	if (memchr(file->text, '\0', file->length))
		return fail_secret(reading, member, path, "holds a NUL byte");
	if (!length)
		return fail_secret(reading, member, path, "has an empty first line");
	*password = memory_copy_bytes(file->text, length);
	note_password(reading, path);
	return true;
}

static bool read_password(struct reading *reading, const struct member *member,
			  struct connection *connection)
{
	const char *path = connection->password_file;
	struct file file;
	char *why = file_load(path, SECRET_LIMIT, &file);
	bool ok;

	if (why) {
		ok = fail_secret(reading, member, path, why);
		free(why);
		return ok;
	}
	if (file.mode & (S_IRGRP | S_IROTH))
		line_warn(reading->config,
			  "%s holds a password and others can read it: chmod 600 %s", path, path);
	ok = take_line(reading, member, path, &file, &connection->password);
	file_finish(&file);
	return ok;
}

bool secret_read_file(struct reading *reading, const struct key *key, const struct member *member,
		      void *target)
{
	struct connection *connection = target;

	if (!value_path(reading, key, member, target))
		return false;
	if (!connection->password_file)
		return true;
	if (connection->password)
		return key_fail(reading, member, "and password are both given: keep one");
	return !reading->expand || read_password(reading, member, connection);
}
