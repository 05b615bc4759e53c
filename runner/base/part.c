#include "base/part.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

static void cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

char *part_path(const char *below_prefix)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

	if (length < 0)
		return memory_copy(below_prefix);
	self[length] = '\0';
	cut_last(self);
	cut_last(self);
	return memory_format("%s/%s", self, below_prefix);
}
