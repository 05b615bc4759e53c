#include "command/dump.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/settings.h"
#include "interrupt/interrupt.h"
#include "schema/dump.h"

const char *const dump_formats[] = {
	[DUMP_SQL] = "sql",
	[DUMP_JSON] = "json",
	[DUMP_MERMAID] = "mermaid",
	NULL,
};

enum dump_format dump_format_of(const char *path)
{
	static const struct {
		const char *ending;
		enum dump_format format;
	} endings[] = {
		{ ".json", DUMP_JSON },
		{ ".mmd", DUMP_MERMAID },
		{ ".mermaid", DUMP_MERMAID },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
		if (strcmp(dot, endings[i].ending) == 0)
			return endings[i].format;
	return DUMP_SQL;
}

/* A line a value, for git; the keys are in the order in which they were written. */
static void write_json(struct text *out, const struct schema *schema)
{
	json_t *document = schema_json(schema);
	char *written = json_dumps(document, JSON_INDENT(2));

	text_print(out, "%s\n", written ? written : "");
	free(written);
	json_decref(document);
}

static void (*const writers[])(struct text *, const struct schema *) = {
	[DUMP_SQL] = schema_write_sql,
	[DUMP_JSON] = write_json,
	[DUMP_MERMAID] = schema_write_mermaid,
};

bool dump_write(struct database *db, enum dump_format format, struct text *out, struct error *error)
{
	struct schema *schema = schema_read(db, format != DUMP_SQL, error);

	if (schema)
		writers[format](out, schema);
	schema_destroy(schema);
	return error->code == ERROR_NONE;
}

bool dump_to_file(struct database *db, const char *path, struct error *error)
{
	struct text out = { 0 };
	const bool done = dump_write(db, dump_format_of(path), &out, error) &&
			  output_replace(path, &out, error);

	text_finish(&out);
	return done;
}

static enum dump_format chosen_format(const struct options *options)
{
	for (int format = DUMP_SQL; options->format && dump_formats[format]; format++)
		if (strcmp(options->format, dump_formats[format]) == 0)
			return (enum dump_format)format;
	if (options->output.json && !options->file)
		return DUMP_JSON;
	return options->file ? dump_format_of(options->file) : DUMP_SQL;
}

/* With --json there is one document, whatever the format: the schema itself, or where it went. */
static void answer(struct options *options, enum dump_format format, const struct text *out)
{
	struct output *output = &options->output;

	if (!output->json && options->file)
		output_note(output, "the schema is in %s", options->file);
	else if (!output->json)
		output_whole(output, out);
	else if (options->file)
		output_json(output, json_pack("{s:s, s:b, s:s, s:o}", "schema", "glim.written/1",
					      "ok", true, "format", dump_formats[format], "file",
					      output_text_json(options->file)));
	else if (format == DUMP_JSON)
		output_json(output, json_loads(text_get(out), 0, NULL));
	else
		output_json(output, json_pack("{s:s, s:s, s:o}", "schema", "glim.text/1", "format",
					      dump_formats[format], "text",
					      output_text_json(text_get(out))));
}

static bool dump(struct options *options, struct database *db, struct error *error)
{
	const enum dump_format format = chosen_format(options);
	struct text out = { 0 };
	bool done = dump_write(db, format, &out, error);

	if (done && options->file)
		done = output_replace(options->file, &out, error);
	if (done)
		answer(options, format, &out);
	text_finish(&out);
	return done;
}

static int dump_schema(struct options *options, struct error *error)
{
	struct config *config = settings_load(options, false, error);
	struct database *db;
	bool done;

	interrupt_start();
	db = config ? database_open(config, DATABASE_READS, options->wait > 0 ? options->wait : 0,
				    error)
		    : NULL;
	done = db && dump(options, db, error);
	database_close(db);
	config_destroy(config);
	return done ? 0 : error_exit_code(error);
}

const struct command command_dump = {
	.verb = "dump",
	.summary = "write the present schema, as SQL that makes it again",
	.details =
		"Tables, keys, indexes, views, routines, triggers, events and sequences, in an "
		"order "
		"in which they can be made, foreign keys when all tables are there. The same "
		"schema "
		"gives the same text: no counters, no owners, no dates, no versions, so that it "
		"can "
		"be kept in git. The history of glim is left out: in a database that was made from "
		"a "
		"dump, migration:baseline records what is in it.\n"
		"\n"
		"--format json has the same for programs, --format mermaid an entity-relationship "
		"diagram that GitHub and GitLab draw. With -o the file is replaced as a whole, and "
		"its ending (.sql, .json, .mmd) chooses the format. `dump_after_run` in "
		"config.json "
		"names a file that is written after each run and rollback that changed something.\n"
		"\n"
		"Only what the account may see is written. What the dump cannot make again, "
		"such as policies and rights, is named in its head.\n",
	.options = OPTION_FORMAT | OPTION_FILE,
	.formats = dump_formats,
	.run = dump_schema,
};
