#include <glim/migration.h>

#include <fcntl.h>
#include <unistd.h>

const char description[] = "opens and closes the database's file";

/* SQLite's reserved lock: closing any descriptor of the file would drop it in the same process. */
static const struct flock reserved = {
	.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000001, .l_len = 1
};

int run(glim_ctx *ctx)
{
	struct flock found = reserved;
	int fd = open(DATABASE, O_RDWR);

	close(fd);
	fd = open(DATABASE, O_RDWR);
	if (fd < 0 || fcntl(fd, F_GETLK, &found) != 0)
		return glim_fail(ctx, "the file cannot be opened");
	if (found.l_type == F_UNLCK)
		return glim_fail(ctx, "the lock is gone");
	close(fd);
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}
