#include "command/sync_check.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/models.h"
#include "database/database.h"
#include "schema/compare.h"
#include "schema/shadow.h"

enum { DIFFERENT = 10 };

struct check {
	struct models models;
	struct database *db; /* NULL: an embedded database that is not there */
	struct difference_list differences;
	size_t compared;
};

static bool failed(const struct check *check, const struct model *model, struct failure *failure,
		   struct error *error)
{
	char *doing = memory_format("comparing the table %s", model->table);

	database_explain(check->db, failure, doing, error);
	if (failure->kind == FAILURE_AUTH)
		error_next(error, "let this account create temporary tables and read the schema");
	failure_finish(failure);
	free(doing);
	return false;
}

static bool compare_with_shadow(struct check *check, const struct model *model, struct error *error)
{
	struct failure failure = { 0 };
	struct table_facts *table = facts_read(check->db, model->table, &failure);
	struct table_facts *shadow = table ? shadow_facts(check->db, model, &failure) : NULL;

	if (shadow)
		compare_table(&check->differences, model, table, shadow,
			      check->db->dialect->schema->types_are_words);
	else
		failed(check, model, &failure, error);
	facts_destroy(table);
	facts_destroy(shadow);
	return error->code == ERROR_NONE;
}

static bool compare_model(struct check *check, const struct model *model, struct error *error)
{
	bool there = false;

	if (!models_chosen(&check->models, model))
		return true;
	check->compared++;
	if (check->db && !database_has_table(check->db, model->table, &there, error))
		return false;
	if (there)
		return compare_with_shadow(check, model, error);
	compare_table(&check->differences, model, NULL, NULL, false);
	return true;
}

static bool open_database(struct check *check, struct error *error)
{
	const struct options *options = check->models.options;
	const struct connection *connection = check->models.config->connection;

	if (driver_is_embedded(connection->driver) && access(connection->schema, F_OK) != 0)
		return true;
	check->db = database_open(check->models.config, DATABASE_READS,
				  options->wait > 0 ? options->wait : 0, error);
	if (!check->db || check->db->dialect->schema)
		return check->db != NULL;
	return error_set(error, ERROR_DRIVER, "the schema of %s cannot be read by this program",
			 check->db->server.product);
}

static bool compare_all(struct check *check, struct error *error)
{
	if (!open_database(check, error))
		return false;
	for (size_t i = 0; i < check->models.set.count; i++)
		if (!compare_model(check, check->models.set.entries[i].model, error))
			return false;
	return true;
}

static void print(const struct check *check, struct output *output)
{
	static const char *const headers[] = { "TABLE", "COLUMN", "WHAT", "DATABASE", "MODEL" };
	const size_t count = check->differences.count;
	struct table *table = table_create(headers, sizeof headers / sizeof *headers);

	for (size_t i = 0; i < count; i++) {
		const struct difference *found = &check->differences.items[i];
		const char *const cells[] = { found->table, found->column, found->what,
					      found->found, found->wanted };

		table_add(table, cells, SHADE_WARN);
	}
	if (count)
		table_print(table, output);
	table_destroy(table);
	output_flush(output);
	if (count)
		output_note(output, "%zu difference%s between %zu model%s and the database", count,
			    count == 1 ? "" : "s", check->compared,
			    check->compared == 1 ? "" : "s");
	else
		output_note(output, "%zu model%s and no difference", check->compared,
			    check->compared == 1 ? "" : "s");
}

static void print_json(const struct check *check, struct output *output)
{
	json_t *differences = json_array();

	for (size_t i = 0; i < check->differences.count; i++) {
		const struct difference *found = &check->differences.items[i];

		json_array_append_new(
			differences, json_pack("{s:o, s:o, s:s, s:o, s:o}", "table",
					       output_text_json(found->table), "column",
					       output_text_json(found->column), "what", found->what,
					       "database", output_text_json(found->found), "model",
					       output_text_json(found->wanted)));
	}
	output_json(output, json_pack("{s:s, s:b, s:i, s:o}", "schema", "glim.sync-check/1", "ok",
				      check->differences.count == 0, "models", (int)check->compared,
				      "differences", differences));
}

int sync_check(struct options *options, struct error *error)
{
	struct check check = { 0 };
	int exit_code;

	if (models_open(&check.models, options, error) && compare_all(&check, error)) {
		if (options->output.json)
			print_json(&check, &options->output);
		else
			print(&check, &options->output);
		exit_code = check.differences.count ? DIFFERENT : 0;
	} else {
		exit_code = error_exit_code(error);
	}
	difference_list_finish(&check.differences);
	database_close(check.db);
	models_close(&check.models);
	return exit_code;
}
