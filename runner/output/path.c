#include "output/output.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

char *output_path(const char *absolute)
{
	char here[PATH_MAX];
	size_t length;

	if (!getcwd(here, sizeof here))
		return memory_copy(absolute);
	length = strlen(here);
	if (length > 1 && strncmp(absolute, here, length) == 0 && absolute[length] == '/')
		return memory_copy(absolute + length + 1);
	return memory_copy(absolute);
}
