#include "preview/shadow.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/shadow.h"
#include "lint/words.h"
#include "preview/copy.h"
#include "statement/statement.h"

struct shadow {
	struct database *db;
	const struct shadow_rules *rules;
	struct name_list schemas; /* of the server, without the copy */
	char *name, *schema;
	bool made;
};

static bool drop(struct database *db, const char *name, struct error *error)
{
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "DROP DATABASE IF EXISTS ");
	dialect_add_name(db->dialect, &sql, name);
	done = database_do(db, text_get(&sql), NULL, 0, NULL, error);
	text_finish(&sql);
	return done;
}

static bool sweep(struct shadow *shadow, struct error *error)
{
	struct name_list gone = { 0 };
	bool done = name_list_read(shadow->db, shadow->rules->abandoned, NULL, &gone, error);

	for (size_t i = 0; done && i < gone.count; i++)
		done = drop(shadow->db, gone.list[i], error);
	name_list_finish(&gone);
	return done;
}

static char *new_name(const struct shadow_rules *rules)
{
	unsigned number = 0;

	if (getrandom(&number, sizeof number, 0) != sizeof number)
		number = (unsigned)getpid();
	return memory_format("%s%ld_%08x", rules->prefix, (long)getpid(), number);
}

/* The claim comes first: nobody may take it for an abandoned one. */
static bool make(struct shadow *shadow, struct error *error)
{
	const glim_value name = glim_text(shadow->name);
	struct name_list options = { 0 };
	struct text sql = { 0 };
	bool done = database_do(shadow->db, shadow->rules->claim, &name, 1, NULL, error) &&
		    name_list_read(shadow->db, shadow->rules->options, NULL, &options, error);

	text_add(&sql, "CREATE DATABASE ");
	dialect_add_name(shadow->db->dialect, &sql, shadow->name);
	text_add(&sql, options.count ? options.list[0] : "");
	if (done)
		done = shadow->made = database_do(shadow->db, text_get(&sql), NULL, 0, NULL, error);
	if (!done)
		error_next(error, "grant CREATE and DROP on %s%%, or plan without --shadow",
			   shadow->rules->prefix);
	text_finish(&sql);
	name_list_finish(&options);
	return done;
}

static bool enter(struct shadow *shadow, struct error *error)
{
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "USE ");
	dialect_add_name(shadow->db->dialect, &sql, shadow->name);
	done = database_do(shadow->db, text_get(&sql), NULL, 0, NULL, error);
	text_finish(&sql);
	return done;
}

static bool fill(struct shadow *shadow, struct output *output, struct error *error)
{
	struct copy copy = { .rules = shadow->rules, .schemas = &shadow->schemas };
	bool done = copy_read(&copy, shadow->db, error) && make(shadow, error) &&
		    enter(shadow, error) &&
		    database_do(shadow->db, shadow->rules->unbound, NULL, 0, NULL, error) &&
		    copy_write(&copy, shadow->db, output, error) &&
		    database_do(shadow->db, shadow->rules->bound, NULL, 0, NULL, error);

	copy_finish(&copy);
	return done;
}

struct shadow *shadow_open(struct database *db, struct output *output, struct error *error)
{
	struct shadow *shadow = memory_alloc(sizeof *shadow);
	struct error ignored = { 0 };

	shadow->db = db;
	shadow->rules = db->dialect->shadow;
	shadow->schema = memory_copy(db->server.schema);
	shadow->name = new_name(shadow->rules);
	if (sweep(shadow, error) &&
	    name_list_read(db, shadow->rules->others, NULL, &shadow->schemas, error) &&
	    fill(shadow, output, error))
		return shadow;
	shadow_close(shadow, &ignored);
	error_finish(&ignored);
	return NULL;
}

/* After a signal too: nothing cancels this. A lost session is replaced for it. */
bool shadow_close(struct shadow *shadow, struct error *error)
{
	bool done = true;

	shadow->db->finishing = true;
	if (shadow->made)
		done = (shadow->db->session || database_reopen(shadow->db, error)) &&
		       drop(shadow->db, shadow->name, error);
	shadow->db->finishing = false;
	name_list_finish(&shadow->schemas);
	free(shadow->name);
	free(shadow->schema);
	free(shadow);
	return done;
}

static bool has_opening(const struct shadow *shadow, const char *sql)
{
	for (const char *const *opening = shadow->rules->openings; *opening; opening++) {
		struct words words = words_of(&shadow->db->dialect->lexis, sql);

		if (words_skip(&words, *opening))
			return true;
	}
	return false;
}

/* SET of what outlives the session. */
static bool sets_more(const struct shadow *shadow, const char *sql)
{
	static const char *const words[] = { "GLOBAL", "PASSWORD", "PERSIST",
					     "ROLE",   "OUTFILE",  "DUMPFILE" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (statement_has_word(&shadow->db->dialect->lexis, sql, words[i]))
			return true;
	return false;
}

bool shadow_takes(const struct shadow *shadow, const char *sql)
{
	const struct lexis *lexis = &shadow->db->dialect->lexis;

	return has_opening(shadow, sql) && !sets_more(shadow, sql) &&
	       !copy_names_other(lexis, sql, &shadow->schemas) &&
	       !copy_leaves_server(lexis, shadow->rules, sql);
}

bool shadow_reads(const struct shadow *shadow, const char *sql, struct failure *failure)
{
	const struct shadow_rules *rules = shadow->rules;
	const glim_value text = glim_text(sql);

	if (!database_execute(shadow->db, rules->text, &text, 1, NULL, NULL, failure) ||
	    !database_execute(shadow->db, rules->parse, NULL, 0, NULL, NULL, failure)) {
		if (failure->native == rules->unspeakable)
			return false;
		failure_finish(failure);
	}
	return true;
}

struct size {
	double rows, bytes;
	bool known;
};

static bool take_size(void *data, size_t count, const glim_value *values)
{
	struct size *size = data;

	if (count < 2 || values[0].type == GLIM_TYPE_NULL || values[1].type == GLIM_TYPE_NULL)
		return true;
	size->rows = values[0].type == GLIM_TYPE_INT ? (double)values[0].as.integer
						     : strtod(values[0].as.data, NULL);
	size->bytes = values[1].type == GLIM_TYPE_INT ? (double)values[1].as.integer
						      : strtod(values[1].as.data, NULL);
	size->known = true;
	return true;
}

/* ", about 1200000 rows, 310.5 MiB" of the real table (owned). */
static char *size_of(const struct shadow *shadow, const char *table)
{
	const glim_value values[] = { glim_text(table), glim_text(shadow->schema) };
	struct size size = { 0 };
	const struct row_sink sink = { .row = take_size, .data = &size };
	struct failure failure = { 0 };

	database_execute(shadow->db, shadow->rules->size, values, 2, &sink, NULL, &failure);
	failure_finish(&failure);
	if (!size.known)
		return memory_copy("");
	return memory_format(" (about %.0f rows, %.1f MiB)", size.rows, size.bytes / (1024 * 1024));
}

static void judge(const struct shadow *shadow, const char *table, const struct shadow_way *way,
		  char **cost, struct findings *findings)
{
	char *size = size_of(shadow, table);

	*cost = memory_format("%s; %s%s", way->words, table, size);
	if (way->holds)
		findings_add(findings, way->rewrites ? "rewrites-table" : "blocks-table",
			     "%s%s is %s, and takes no writes meanwhile", table, size,
			     way->rewrites ? "written anew" : "worked through");
	else if (way->rewrites)
		findings_add(findings, "rewrites-table",
			     "%s%s is written anew; programs go on meanwhile", table, size);
	free(size);
}

static bool is_refusal(const struct shadow_rules *rules, int native)
{
	for (const int *refusal = rules->refusals; *refusal; refusal++)
		if (*refusal == native)
			return true;
	return false;
}

enum shadow_answer shadow_ask(struct shadow *shadow, const struct rehearsal_step *step, char **cost,
			      struct findings *findings, struct failure *failure)
{
	const struct shadow_rules *rules = shadow->rules;
	const struct lexis *lexis = &shadow->db->dialect->lexis;
	enum shadow_answer answer = SHADOW_NOT_ASKED;
	const struct shadow_way *way;
	struct text sql = { 0 };
	char *table = NULL;

	for (size_t n = 0; !step->count && answer == SHADOW_NOT_ASKED &&
			   rules->spell(lexis, step->sql, n, &sql, &way, &table);
	     n++) {
		failure_finish(failure);
		if (database_execute(shadow->db, text_get(&sql), NULL, 0, NULL, NULL, failure)) {
			judge(shadow, table, way, cost, findings);
			answer = SHADOW_DONE;
		} else if (failure->native == rules->unspeakable) {
			break;
		} else if (!is_refusal(rules, failure->native)) {
			answer = SHADOW_FAILED;
		}
		text_clear(&sql);
	}
	if (answer != SHADOW_FAILED)
		failure_finish(failure);
	text_finish(&sql);
	free(table);
	return answer;
}
