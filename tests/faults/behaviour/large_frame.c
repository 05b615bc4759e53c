#include <glim/migration.h>

#include <unistd.h>

const char description[] = "announces a frame larger than any may be";

int run(glim_ctx *ctx)
{
	const unsigned char header[] = { 0xff, 0xff, 0xff, 0xff, 4, 0, 0x6c, 0x67 };

	(void)ctx;
	for (int fd = 3; fd < 256; fd++)
		if (write(fd, header, sizeof header) < 0)
			continue;
	for (;;)
		pause();
}
