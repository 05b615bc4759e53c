#include "config/source.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "config/line.h"
#include "config/section.h"

static const struct key root_keys[] = {
	{ "extensions", migration_read, .is_section = true, .also = " migration migrations glim " },
	{ "db", connections_read, .is_section = true,
	  .also = " database databases connection connections datasource " },
	{ 0 },
};

static void warn_of_password(struct config *config, const struct source *source)
{
	if (source->mode & S_IROTH)
		line_warn(config,
			  "%s holds a password and everyone on this machine can read it: "
			  "chmod 640 %s, or use password_file",
			  source->name, source->name);
}

static bool read_document(struct config *config, const struct source *source,
			  const struct config_request *request, struct error *error)
{
	struct document document;
	struct reading reading = {
		.document = &document,
		.config = config,
		.request = request,
		.error = error,
		.prefix = "",
	};
	bool ok = document_parse(&document, source->name, source->text, source->length, error);

	if (ok) {
		const struct node root = { document.root, document_start(&document) };

		ok = key_read_object(&reading, "", root_keys, root, config);
	}
	if (ok && reading.literal_password)
		warn_of_password(config, source);
	document_finish(&document);
	return ok;
}

struct config *config_parse(const struct source *source, const struct config_request *request,
			    struct error *error)
{
	struct config *config = memory_alloc(sizeof *config);

	config->file = memory_copy(source->file);
	config->found_by = memory_copy(source->found_by);
	config->directory = memory_copy(source->directory);
	config->owner = source->owner;
	if (read_document(config, source, request, error))
		return config;
	config_destroy(config);
	return NULL;
}

struct config *config_load(const struct config_request *request, struct error *error)
{
	struct source source;
	struct config *config = NULL;

	if (source_find(&source, request, source_places, error))
		config = config_parse(&source, request, error);
	source_finish(&source);
	return config;
}

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

void config_destroy(struct config *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < config->connection_count; i++)
		connection_finish(&config->connections[i]);
	free(config->connections);
	free_texts(config->plugins, config->plugin_count);
	free_texts(config->warnings, config->warning_count);
	config_lines_destroy(config->lines, config->line_count);
	free(config->file);
	free(config->found_by);
	free(config->directory);
	free(config->db);
	free(config->sources);
	free(config->archive);
	free(config->dump_after_run);
	free(config);
}
