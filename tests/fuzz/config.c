/* config.json is written by people: any bytes give a configuration or an error with its place. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = memfd_create("config.json", 0);
	char path[64];
	struct error error = { 0 };
	struct config *config;

	if (file < 0 || write(file, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	config = config_load(&(struct config_request){ .file = path }, &error);
	if (!config && !error.message)
		abort();
	config_destroy(config);
	error_finish(&error);
	close(file);
	return 0;
}
