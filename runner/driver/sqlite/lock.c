#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum { LOCK_TEXT_MOST = 4096 };

/* Whoever may write the database may take its lock. */
static void follow_database(int fd, const char *file)
{
	struct stat database, lock;

	if (stat(file, &database) != 0 || fstat(fd, &lock) != 0)
		return;
	if (lock.st_uid != geteuid() && geteuid() != 0)
		return;
	if ((lock.st_uid != database.st_uid || lock.st_gid != database.st_gid) &&
	    fchown(fd, database.st_uid, database.st_gid) != 0)
		return;
	if ((lock.st_mode & 0666) != (database.st_mode & 0666))
		fchmod(fd, database.st_mode & 0666);
}

static char *who_am_i(void)
{
	const struct passwd *user = getpwuid(geteuid());
	char host[256] = "";

	gethostname(host, sizeof host - 1);
	if (user)
		return memory_format("%s@%s (process %d)", user->pw_name, host, (int)getpid());
	return memory_format("%u@%s (process %d)", geteuid(), host, (int)getpid());
}

static char *now(void)
{
	char text[32];
	time_t seconds = time(NULL);
	struct tm parts;

	gmtime_r(&seconds, &parts);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
	return memory_copy(text);
}

static char *next_line(char **rest)
{
	char *line = strsep(rest, "\n");

	return line && *line ? memory_copy(line) : NULL;
}

/* Three lines: who, since, doing. */
static void read_holder(int fd, struct lock_holder *holder)
{
	char buffer[LOCK_TEXT_MOST + 1];
	ssize_t length = pread(fd, buffer, LOCK_TEXT_MOST, 0);
	char *rest = buffer;

	buffer[length > 0 ? length : 0] = '\0';
	holder->who = next_line(&rest);
	holder->since = next_line(&rest);
	holder->doing = next_line(&rest);
	if (!holder->who)
		holder->who = memory_copy("another process");
}

void session_announce(struct session *session, const char *doing)
{
	char *text;
	size_t length;

	if (session->lock < 0)
		return;
	text = memory_format("%s\n%s\n%s\n", session->lock_who, session->lock_since,
			     doing ? doing : "");
	length = strnlen(text, LOCK_TEXT_MOST);
	/* A holder that cannot be named is no reason to stop. */
	if (pwrite(session->lock, text, length, 0) == (ssize_t)length)
		(void)!ftruncate(session->lock, (off_t)length);
	free(text);
}

/* One lock for one file, by whatever link it was named. */
static char *lock_path(const struct session *session)
{
	char *real = realpath(session->file, NULL);
	char *path = memory_format("%s.glim-lock", real ? real : session->file);

	free(real);
	return path;
}

static int open_file(const struct session *session, struct failure *failure)
{
	char *path = lock_path(session);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		failure_set(failure, errno == EROFS ? FAILURE_READ_ONLY : FAILURE_AUTH, 0,
			    "the lock file %s: %s", path, strerror(errno));
	free(path);
	return fd;
}

static enum lock_answer not_taken(int fd, struct lock_holder *holder, struct failure *failure)
{
	int error = errno;

	if (error == EWOULDBLOCK) {
		if (holder)
			read_holder(fd, holder);
		close(fd);
		return LOCK_BUSY;
	}
	close(fd);
	failure_set(failure, FAILURE_SQL, 0, "the lock file: %s", strerror(error));
	return LOCK_FAILED;
}

/* One file is one database: the name of the history does not matter. */
enum lock_answer session_try_lock(struct session *session, const char *name,
				  struct lock_holder *holder, struct failure *failure)
{
	int fd;

	(void)name;
	if (session->lock >= 0)
		return LOCK_TAKEN;
	fd = open_file(session, failure);
	if (fd < 0)
		return LOCK_FAILED;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return not_taken(fd, holder, failure);
	follow_database(fd, session->file);
	session->lock = fd;
	session->lock_who = who_am_i();
	session->lock_since = now();
	session_announce(session, NULL);
	return LOCK_TAKEN;
}

/* Who holds it keeps its text; the text of one that was killed stays without a lock. */
static bool is_held(int fd)
{
	struct stat status;

	if (fstat(fd, &status) != 0 || status.st_size == 0)
		return false;
	if (flock(fd, LOCK_SH | LOCK_NB) != 0)
		return errno == EWOULDBLOCK;
	flock(fd, LOCK_UN);
	return false;
}

static const char *find_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(names[i], name) == 0)
			return names[i];
	return NULL;
}

bool session_find_holder(struct session *session, const char *name, const char *const *names,
			 size_t count, struct lock_holder *out, struct failure *failure)
{
	char *path = lock_path(session);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool known = fd >= 0 || errno == ENOENT;

	(void)name;
	if (!known)
		failure_set(failure, FAILURE_AUTH, 0, "the lock file %s: %s", path,
			    strerror(errno));
	free(path);
	if (fd < 0)
		return known;
	if (is_held(fd)) {
		read_holder(fd, out);
		out->migration = memory_copy(find_name(names, count, out->doing));
	}
	close(fd);
	return true;
}

/* The file stays: who removes it may remove it under one who has just opened it. */
void session_unlock(struct session *session)
{
	if (session->lock < 0)
		return;
	(void)!ftruncate(session->lock, 0);
	close(session->lock);
	free(session->lock_who);
	free(session->lock_since);
	session->lock = -1;
	session->lock_who = NULL;
	session->lock_since = NULL;
}
