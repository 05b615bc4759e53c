/* One statement a kind of database. */
#include <glim/migration.h>

static inline const char *on(glim_ctx *ctx, const char *sqlite, const char *mysql,
			     const char *postgresql)
{
	const char *driver = glim_driver(ctx);

	return strcmp(driver, "sqlite") == 0  ? sqlite
	       : strcmp(driver, "mysql") == 0 ? mysql
					      : postgresql;
}
