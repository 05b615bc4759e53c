#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/memory.h"

static const char *const remote_filesystems[] = {
	"nfs",        "nfs4",          "cifs",        "smb3",
	"smbfs",      "afs",           "ncpfs",       "coda",
	"ceph",       "lustre",        "glusterfs",   "davfs",
	"fuse.sshfs", "fuse.s3fs",     "fuse.rclone", "fuse.glusterfs",
	"fuse.davfs", "fuse.smbnetfs", "fuse.ceph",   "fuse.gcsfuse",
};

bool place_is_remote(const char *filesystem)
{
	for (size_t i = 0; i < sizeof remote_filesystems / sizeof *remote_filesystems; i++)
		if (strcmp(remote_filesystems[i], filesystem) == 0)
			return true;
	return false;
}

/* "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw": after the lone dash. */
static bool mount_line(const char *line, unsigned int *major_out, unsigned int *minor_out,
		       char type[64])
{
	const char *dash = strstr(line, " - ");

	return sscanf(line, "%*u %*u %u:%u", major_out, minor_out) == 2 && dash &&
	       sscanf(dash, " - %63s", type) == 1;
}

/* The filesystem that a device is mounted with; false where the system does not say. */
static bool filesystem_of(dev_t device, char type[64])
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	while (mounts && !found && getline(&line, &size, mounts) > 0) {
		unsigned int at_major, at_minor;

		found = mount_line(line, &at_major, &at_minor, type) && at_major == major(device) &&
			at_minor == minor(device);
	}
	if (mounts)
		fclose(mounts);
	free(line);
	return found;
}

static char *directory_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	if (!slash)
		return memory_copy(".");
	return slash == file ? memory_copy("/") : memory_copy_bytes(file, (size_t)(slash - file));
}

static bool hint(struct failure *failure, char *text)
{
	failure->hint = text;
	return false;
}

static bool directory_missing(const char *directory, struct failure *failure)
{
	failure_set(failure, FAILURE_NO_DATABASE, 0, "the folder %s of the database file: %s",
		    directory, strerror(errno));
	return hint(failure, memory_format("mkdir -p %s, or correct \"schema\"", directory));
}

static bool file_missing(const struct driver_settings *settings, struct failure *failure)
{
	if (errno != ENOENT)
		return failure_set(failure, FAILURE_CONNECT, 0, "the database file %s: %s",
				   settings->schema, strerror(errno));
	if (!settings->reading)
		return true;
	return failure_set(failure, FAILURE_NO_DATABASE, 0, "there is no database file %s",
			   settings->schema);
}

static bool writing_check(const struct driver_settings *settings, const char *directory,
			  const struct stat *place, struct failure *failure)
{
	char type[64];

	if (filesystem_of(place->st_dev, type) && place_is_remote(type))
		return failure_set(failure, FAILURE_REFUSED, 0,
				   "%s is on a network filesystem (%s), where locks cannot be "
				   "trusted: keep the database on a local disk",
				   settings->schema, type);
	if (access(directory, W_OK) == 0)
		return true;
	failure_set(failure, FAILURE_READ_ONLY, 0, "the folder %s takes no new files: %s",
		    directory, strerror(errno));
	return hint(failure,
		    memory_copy("the journal and the lock stand beside the database file"));
}

static bool kind_check(const struct driver_settings *settings, const struct stat *file,
		       struct failure *failure)
{
	if (S_ISREG(file->st_mode))
		return true;
	return failure_set(failure, FAILURE_REFUSED, 0, "%s is %s, not a database file",
			   settings->schema,
			   S_ISDIR(file->st_mode) ? "a folder" : "not a regular file");
}

static bool check_in(const struct driver_settings *settings, const char *directory,
		     struct failure *failure)
{
	struct stat folder, file;

	if (stat(directory, &folder) != 0)
		return directory_missing(directory, failure);
	if (stat(settings->schema, &file) != 0)
		return file_missing(settings, failure) &&
		       (settings->reading || writing_check(settings, directory, &folder, failure));
	return kind_check(settings, &file, failure) &&
	       (settings->reading || writing_check(settings, directory, &file, failure));
}

static bool is_memory(const char *file)
{
	const char *slash = strrchr(file, '/');

	return strcmp(slash ? slash + 1 : file, ":memory:") == 0;
}

bool place_check(const struct driver_settings *settings, struct failure *failure)
{
	char *directory;
	bool good;

	if (!settings->schema || !*settings->schema)
		return failure_set(failure, FAILURE_NO_DATABASE, 0,
				   "no database file is named: \"schema\" is the file");
	if (is_memory(settings->schema))
		return failure_set(failure, FAILURE_REFUSED, 0,
				   "a database in memory is gone when the command ends: name a "
				   "file in \"schema\"");
	directory = directory_of(settings->schema);
	good = check_in(settings, directory, failure);
	free(directory);
	return good;
}
