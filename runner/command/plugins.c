#include "command/plugins.h"

#include "catalog/archive.h"

struct catalog *plugins_read(struct options *options, const struct config *config,
			     struct error *error)
{
	struct catalog *catalog =
		catalog_read(config->plugins, config->plugin_count, config->owner, error);

	if (!catalog || !archive_open(catalog, config->archive, error)) {
		catalog_destroy(catalog);
		return NULL;
	}
	for (size_t i = 0; i < catalog->warning_count; i++)
		output_warning(&options->output, "%s", catalog->warnings[i]);
	for (size_t i = 0; i < catalog->ignored_count; i++)
		output_detail(&options->output, "%s is no plugin: ignored", catalog->ignored[i]);
	return catalog;
}
