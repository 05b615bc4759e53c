/* faults: 53 */
/*
 * Any bytes in place of a plugin give facts or a problem. An even first byte: what follows are
 * changes to a real plugin, two bytes of place and one of content each; an odd one: the file
 * itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/fact.h"

enum { PLUGIN_LIMIT = 65536, CHANGE = 3 };

/* Without the header, so that the description is a pointer, which needs its relocation. */
static const char build[] =
	"f=$(mktemp) && cc -shared -fPIC -x c -o \"$f\" - <<'END' && cat \"$f\"\n"
	"#include <unistd.h>\n"
	"const unsigned glim_abi = 0x10000, glim_options[] = { 12, 5, 1 };\n"
	"const char *const description = \"text\";\n"
	"const char glim_depends[] = \"One, Two\";\n"
	"int run(void *ctx) { return !ctx; }\n"
	"int rollback(void *ctx) { return !ctx || getpid() < 0; }\n"
	"END\n"
	"rm -f \"$f\"";

static unsigned char plugin[PLUGIN_LIMIT];
static size_t plugin_size;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	FILE *pipe = popen(build, "r");

	(void)count;
	(void)arguments;
	if (pipe)
		plugin_size = fread(plugin, 1, sizeof plugin, pipe);
	if (!pipe || pclose(pipe) != 0 || !plugin_size)
		abort();
	return 0;
}

static unsigned char *make_file(const uint8_t *data, size_t size, size_t *length)
{
	bool raw = size && data[0] & 1;
	unsigned char *file;

	*length = raw ? size - 1 : plugin_size;
	file = malloc(*length + 1);
	if (!file)
		abort();
	memcpy(file, raw ? data + 1 : plugin, *length);
	for (size_t i = 1; !raw && i + CHANGE <= size; i += CHANGE)
		file[(data[i] << 8 | data[i + 1]) % *length] = data[i + 2];
	return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fact_reading reading;
	struct error error = { 0 };
	size_t length;
	unsigned char *file = make_file(data, size, &length);

	if (fact_read(&reading, file, length, &error) == !!error.message)
		abort();
	fact_reading_finish(&reading);
	error_finish(&error);
	free(file);
	return 0;
}
