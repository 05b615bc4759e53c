#include <glim/migration.h>

#include <unistd.h>

const char description[] = "sends a frame that only the runner may send";

int run(glim_ctx *ctx)
{
	const unsigned char frame[] = { 0, 0, 0, 0, 27, 0, 0x6c, 0x67 };

	(void)ctx;
	for (int fd = 3; fd < 256; fd++)
		if (write(fd, frame, sizeof frame) < 0)
			continue;
	for (;;)
		pause();
}
