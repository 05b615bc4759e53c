#include "preview/copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "statement/scanner.h"

static bool take_name(void *data, size_t count, const glim_value *values)
{
	struct name_list *names = data;

	if (!count || values[0].type < GLIM_TYPE_TEXT)
		return true;
	names->list = memory_grow_for(names->list, names->count, sizeof *names->list);
	names->list[names->count++] = memory_copy_bytes(values[0].as.data, values[0].length);
	return true;
}

bool name_list_read(struct database *db, const char *sql, const char *only, struct name_list *names,
		    struct error *error)
{
	const glim_value value = glim_text(only);
	const struct row_sink sink = { .row = take_name, .data = names };
	struct failure failure = { 0 };
	const bool done = database_execute(db, sql, &value, only ? 1 : 0, &sink, NULL, &failure);

	if (!done)
		database_explain(db, &failure, "reading the schema", error);
	failure_finish(&failure);
	return done;
}

void name_list_finish(struct name_list *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
	*names = (struct name_list){ 0 };
}

struct shown {
	size_t column;
	char *text;
};

static bool take_text(void *data, size_t count, const glim_value *values)
{
	struct shown *shown = data;

	if (count <= shown->column || values[shown->column].type < GLIM_TYPE_TEXT)
		return true;
	free(shown->text);
	shown->text =
		memory_copy_bytes(values[shown->column].as.data, values[shown->column].length);
	return true;
}

/* NULL text: this account may not see it. */
static bool read_object(struct copy *copy, struct database *db, const struct shadow_kind *kind,
			const char *name, struct error *error)
{
	struct shown shown = { .column = kind->column };
	const struct row_sink sink = { .row = take_text, .data = &shown };
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool done;

	text_add(&sql, kind->show);
	dialect_add_name(db->dialect, &sql, name);
	done = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, &failure);
	if (!done)
		database_explain(db, &failure, "reading the schema", error);
	failure_finish(&failure);
	copy->objects = memory_grow_for(copy->objects, copy->count, sizeof *copy->objects);
	copy->objects[copy->count++] = (struct copy_object){
		.kind = kind,
		.name = memory_copy(name),
		.text = shown.text ? copy->rules->neutral(shown.text) : NULL,
	};
	free(shown.text);
	text_finish(&sql);
	return done;
}

bool copy_read(struct copy *copy, struct database *db, struct error *error)
{
	bool done = true;

	for (const struct shadow_kind *kind = copy->rules->kinds; done && kind->what; kind++) {
		struct name_list names = { 0 };

		done = name_list_read(db, kind->list, NULL, &names, error);
		for (size_t i = 0; done && i < names.count; i++)
			done = read_object(copy, db, kind, names.list[i], error);
		name_list_finish(&names);
	}
	return done;
}

bool copy_names_other(const struct lexis *lexis, const char *sql, const struct name_list *schemas)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END && token.kind != TOKEN_BROKEN) {
		if (!token_is_symbol(scanner_peek(&scanner), '.'))
			continue;
		for (size_t i = 0; i < schemas->count; i++)
			if (token_names(token, schemas->list[i]))
				return true;
	}
	return false;
}

static bool is_one_of(struct token token, const char *const *words)
{
	for (; *words; words++)
		if (token_names(token, *words))
			return true;
	return false;
}

/* ENGINE [=] x, where what is written to such a table would go elsewhere. */
bool copy_leaves_server(const struct lexis *lexis, const struct shadow_rules *rules,
			const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END && token.kind != TOKEN_BROKEN) {
		if (token_is(token, "CONNECTION"))
			return true;
		if (!token_is(token, "ENGINE"))
			continue;
		token = scanner_next(&scanner);
		if (token_is_symbol(token, '='))
			token = scanner_next(&scanner);
		if (!is_one_of(token, rules->engines))
			return true;
	}
	return false;
}

static const char *why_not(const struct copy *copy, const struct database *db,
			   const struct copy_object *object)
{
	if (!object->text)
		return "this account may not see its text";
	if (copy_names_other(&db->dialect->lexis, object->text, copy->schemas))
		return "it names another schema";
	if (object->kind->required &&
	    copy_leaves_server(&db->dialect->lexis, copy->rules, object->text))
		return "its engine may keep the rows elsewhere";
	return NULL;
}

static bool cannot(const struct copy_object *object, const char *why, struct output *output,
		   struct error *error)
{
	if (object->kind->required)
		return error_set(error, ERROR_SQL, "the %s %s cannot be copied: %s",
				 object->kind->what, object->name, why);
	output_warning(output, "the copy is without the %s %s: %s", object->kind->what,
		       object->name, why);
	return true;
}

static bool write_object(struct database *db, struct copy_object *object, struct failure *failure)
{
	failure_finish(failure);
	object->written = database_execute(db, object->text, NULL, 0, NULL, NULL, failure);
	return object->written;
}

/* Views may need each other, in any order: those that fail are tried again behind the others. */
static bool write_again(struct copy *copy, struct database *db, struct output *output,
			struct error *error)
{
	struct failure failure = { 0 };
	bool more = true, done = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < copy->count; i++)
			if (!copy->objects[i].written && !why_not(copy, db, &copy->objects[i]))
				more |= write_object(db, &copy->objects[i], &failure);
	}
	for (size_t i = 0; done && i < copy->count; i++) {
		struct copy_object *object = &copy->objects[i];
		const char *why = object->written ? NULL : why_not(copy, db, object);

		if (object->written)
			continue;
		if (!why && !write_object(db, object, &failure))
			why = failure.message;
		if (why)
			done = cannot(object, why, output, error);
	}
	failure_finish(&failure);
	return done;
}

bool copy_write(struct copy *copy, struct database *db, struct output *output, struct error *error)
{
	struct failure failure = { 0 };

	for (size_t i = 0; i < copy->count; i++)
		if (!why_not(copy, db, &copy->objects[i]))
			write_object(db, &copy->objects[i], &failure);
	failure_finish(&failure);
	return write_again(copy, db, output, error);
}

void copy_finish(struct copy *copy)
{
	for (size_t i = 0; i < copy->count; i++) {
		free(copy->objects[i].name);
		free(copy->objects[i].text);
	}
	free(copy->objects);
	copy->objects = NULL;
	copy->count = 0;
}
