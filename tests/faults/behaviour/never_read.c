#include <glim/migration.h>

#include <sys/socket.h>
#include <unistd.h>

const char description[] = "asks without end and never reads an answer";

int run(glim_ctx *ctx)
{
	const unsigned char flush[] = { 0, 0, 0, 0, 8, 0, 0x6c, 0x67 };
	int socket = -1, type;
	socklen_t size = sizeof type;

	(void)ctx;
	for (int fd = 3; fd < 256 && socket < 0; fd++)
		if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0)
			socket = fd;
	for (;;)
		if (send(socket, flush, sizeof flush, 0) < 0)
			pause();
}
