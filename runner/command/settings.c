#include "command/settings.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct config *settings_load(struct options *options, bool without_database, struct error *error)
{
	const struct config_request request = {
		.file = options->config,
		.db = options->db,
		.plugins = options->plugins,
		.plugin_count = options->plugin_count,
		.lock_timeout = options->lock_timeout < 0 ? NULL : &options->lock_timeout,
		.statement_timeout =
			options->statement_timeout < 0 ? NULL : &options->statement_timeout,
		.without_database = without_database,
	};
	struct config *config = config_load(&request, error);

	for (size_t i = 0; config && i < config->warning_count; i++)
		output_warning(&options->output, "%s", config->warnings[i]);
	return config;
}

bool settings_check_sources(const char *path, struct error *error)
{
	struct stat status;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return true;
	if (errno == ENOENT || errno == ENOTDIR)
		error_set(error, ERROR_CONFIG, "the folder of migration sources is not there: %s",
			  path);
	else
		error_set(error, ERROR_CONFIG,
			  "the folder of migration sources cannot be used: %s: %s", path,
			  strerror(errno));
	error_next(error, "glim migration:init");
	return false;
}
