#include "catalog/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 65536, MODE = 0444, HIDDEN = 32 };

static bool write_all(int to, const char *data, size_t size)
{
	while (size) {
		const ssize_t length = write(to, data, size);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return false;
		data += length;
		size -= (size_t)length;
	}
	return true;
}

static bool copy_bytes(int to, int from)
{
	char piece[PIECE];
	off_t at = 0;
	ssize_t length;

	while ((length = pread(from, piece, sizeof piece, at)) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0 || !write_all(to, piece, (size_t)length))
			return false;
		at += length;
	}
	return true;
}

/* A name of its own: several runners may share a folder. */
static int create_hidden(int directory, char name[HIDDEN])
{
	uint64_t random;

	if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
		return -1;
	snprintf(name, HIDDEN, ".%016llx.new", (unsigned long long)random);
	return openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static void take_back(int directory, const char *name)
{
	const int number = errno;

	unlinkat(directory, name, 0);
	errno = number;
}

static bool close_kept(int fd, bool done)
{
	const int number = errno;

	if (close(fd) < 0)
		return false;
	errno = number;
	return done;
}

bool copy_into(int directory, const char *name, int from)
{
	char hidden[HIDDEN];
	const int to = create_hidden(directory, hidden);

	if (to < 0)
		return false;
	if (close_kept(to, copy_bytes(to, from) && fchmod(to, MODE) == 0 && fsync(to) == 0) &&
	    renameat(directory, hidden, directory, name) == 0)
		return fsync(directory) == 0;
	take_back(directory, hidden);
	return false;
}
