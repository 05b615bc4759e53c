#include "output/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const shades[] = {
	[SHADE_PLAIN] = "",        [SHADE_GOOD] = "\033[32m", [SHADE_BAD] = "\033[31m",
	[SHADE_WARN] = "\033[33m", [SHADE_DIM] = "\033[2m",
};

static bool terminal_takes_color(int fd)
{
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (refused && *refused)
		return false;
	return isatty(fd) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

bool output_colored(const struct output *output, int fd)
{
	if (output->color == COLOR_AUTO)
		return terminal_takes_color(fd);
	return output->color == COLOR_ALWAYS;
}

const char *output_shade_on(const struct output *output, int fd, enum output_shade shade)
{
	return shade != SHADE_PLAIN && output_colored(output, fd) ? shades[shade] : "";
}

const char *output_shade_off(const struct output *output, int fd, enum output_shade shade)
{
	return shade != SHADE_PLAIN && output_colored(output, fd) ? "\033[0m" : "";
}
