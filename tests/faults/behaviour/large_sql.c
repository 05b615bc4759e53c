#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "sends a statement of 20 MB";

int run(glim_ctx *ctx)
{
	static const char begin[] = "INSERT INTO t SELECT length('";
	const size_t size = 20 << 20;
	char *sql = malloc(size + 64);

	memset(sql, 'x', size);
	memcpy(sql, begin, sizeof begin - 1);
	strcpy(sql + size, "')");
	return glim_exec(ctx, sql);
}
