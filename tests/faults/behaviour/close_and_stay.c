#include <glim/migration.h>

#include <unistd.h>

const char description[] = "closes every descriptor and sleeps";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	for (;;)
		pause();
}
