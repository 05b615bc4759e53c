#include "config/config.h"

#include <jansson.h>

#include "command/command.h"
#include "command/settings.h"

static void show(const struct config_line *lines, size_t count, struct output *output)
{
	static const char *const headers[] = { "SETTING", "VALUE", "FROM" };
	struct table *table = table_create(headers, 3);

	for (size_t i = 0; i < count; i++) {
		const char *const cells[] = { lines[i].key, lines[i].value, lines[i].source };

		table_add(table, cells, SHADE_PLAIN);
	}
	table_print(table, output);
	table_destroy(table);
}

static json_t *document(const char *file, const struct config_line *lines, size_t count)
{
	json_t *settings = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(settings, json_pack("{s:o, s:o, s:o}", "key",
							  output_text_json(lines[i].key), "value",
							  output_text_json(lines[i].value), "from",
							  output_text_json(lines[i].source)));
	return json_pack("{s:s, s:o, s:o}", "schema", "glim.config/1", "file",
			 output_text_json(file), "settings", settings);
}

static int run_config(struct options *options, struct error *error)
{
	struct config *config = settings_load(options, false, error);
	struct config_line *lines;
	size_t count = 0;

	if (!config)
		return error_exit_code(error);
	lines = config_describe(config, &count);
	if (options->output.json)
		output_json(&options->output, document(config->file, lines, count));
	else
		show(lines, count, &options->output);
	config_lines_destroy(lines, count);
	config_destroy(config);
	return 0;
}

const struct command command_config = {
	.verb = "config",
	.bare = true,
	.summary = "show every setting and where it comes from",
	.details =
		"Secrets are masked. The connection is the one that --db or config.json chooses;\n"
		"nothing connects to it.\n",
	.run = run_config,
};
