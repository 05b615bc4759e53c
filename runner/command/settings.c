#include "command/settings.h"

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
