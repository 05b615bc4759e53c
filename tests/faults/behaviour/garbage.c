#include <glim/migration.h>

#include <unistd.h>

const char description[] = "writes garbage to every descriptor";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (int fd = 0; fd < 256; fd++)
		if (write(fd, "garbage garbage garbage", 23) < 0)
			continue;
	for (;;)
		pause();
}
