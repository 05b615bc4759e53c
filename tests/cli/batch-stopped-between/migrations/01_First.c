#include <unistd.h>

#include <glim/migration.h>

#include "go.h"

/* Nothing is begun before its record is: by then the test holds the file. */
int run(glim_ctx *ctx)
{
	glim_log(ctx, GLIM_INFO, "waits");
	while (access(GO, F_OK) != 0)
		usleep(10000);
	return 0;
}
