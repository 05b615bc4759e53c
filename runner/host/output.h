/* What a migration prints, cut into lines. */
#ifndef GLIM_HOST_OUTPUT_H
#define GLIM_HOST_OUTPUT_H

#include <stdbool.h>

#include "base/text.h"
#include "host/host.h"

enum { OUTPUT_LINE_MOST = 4096, OUTPUT_MOST = 1024 * 1024 };

struct output_pipe {
	int fd; /* -1 once it has ended */
	struct text line;
	size_t shown;
	size_t away; /* past OUTPUT_MOST */
};

void output_read(struct output_pipe *pipe, const struct host_service *service); /* what is there */
void output_finish(struct output_pipe *pipe, const struct host_service *service);

#endif
