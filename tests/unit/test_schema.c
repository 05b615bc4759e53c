/* What a table and its model do not have in common; the order of views; the diagram. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "schema/compare.h"
#include "schema/dump.h"

static const struct column person_columns[] = {
	{ .name = "id", .type = GLIM_COLUMN_INTEGER, .primary_key = true },
	{ .name = "name", .type = GLIM_COLUMN_STRING },
	{ .name = "boss", .type = GLIM_COLUMN_INTEGER, .references = "people(id)" },
};

static const struct model person = { "Person", "people", person_columns, 3 };

#define COLUMNS                                                                                    \
	{                                                                                          \
		{ .name = "id", .type = "int(11)", .extra = "" },                                  \
			{ .name = "name",                                                          \
			  .type = "varchar(255)",                                                  \
			  .null = true,                                                            \
			  .collation = "utf8mb4_general_ci",                                       \
			  .extra = "" },                                                           \
			{ .name = "boss", .type = "int(11)", .null = true, .extra = "" },          \
	}

#define KEYS                                                                                       \
	{                                                                                          \
		{ .name = "PRIMARY", .primary = true, .unique = true, .columns = "id" },           \
			{ .name = "boss", .columns = "boss" },                                     \
	}

/* A table as the model wants it, of which each case changes one thing. */
struct pair {
	struct column_fact columns[3], wanted[3];
	struct key_fact keys[2], wanted_keys[2];
	struct reference_fact references[1];
	struct table_facts table, shadow;
};

static void prepare(struct pair *pair)
{
	*pair = (struct pair){
		.columns = COLUMNS,
		.wanted = COLUMNS,
		.keys = KEYS,
		.wanted_keys = KEYS,
		.references = { { "fk", "boss", "people", "id", "", "" } },
	};
	pair->table = (struct table_facts){ "people", pair->columns,    3, pair->keys,
					    2,        pair->references, 1 };
	pair->shadow = (struct table_facts){
		"glim_shadow", pair->wanted, 3, pair->wanted_keys, 1, NULL, 0
	};
}

static char *told(struct pair *pair, bool words)
{
	struct difference_list list = { 0 };
	struct text text = { 0 };

	compare_table(&list, &person, pair ? &pair->table : NULL, pair ? &pair->shadow : NULL,
		      words);
	for (size_t i = 0; i < list.count; i++)
		text_print(&text, "%s%s.%s %s: %s, %s", i ? "; " : "", list.items[i].table,
			   list.items[i].column ? list.items[i].column : "", list.items[i].what,
			   list.items[i].found, list.items[i].wanted);
	difference_list_finish(&list);
	return text_take(&text);
}

static void same(struct pair *pair)
{
	(void)pair;
}

static void other_type(struct pair *pair)
{
	pair->columns[1].type = (char *)"varchar(100)";
}

static void other_case(struct pair *pair)
{
	pair->columns[1].type = (char *)"VARCHAR(255)";
}

static void other_null(struct pair *pair)
{
	pair->columns[1].null = false;
}

static void other_default(struct pair *pair)
{
	pair->columns[1].default_sql = (char *)"";
}

static void other_charset(struct pair *pair)
{
	pair->columns[1].collation = (char *)"latin1_swedish_ci";
}

static void newer_collation(struct pair *pair)
{
	pair->columns[1].collation = (char *)"utf8mb4_uca1400_ai_ci";
}

static void bytewise(struct pair *pair)
{
	pair->columns[1].collation = (char *)"utf8mb4_bin";
}

static void missing_column(struct pair *pair)
{
	pair->columns[1] = pair->columns[2];
	pair->table.column_count = 2;
}

static void extra_column(struct pair *pair)
{
	pair->shadow.column_count = 2;
}

static void missing_key(struct pair *pair)
{
	pair->keys[0] = pair->keys[1];
	pair->table.key_count = 1;
}

static void extra_key(struct pair *pair)
{
	pair->keys[1].columns = (char *)"name, id";
}

static void missing_reference(struct pair *pair)
{
	pair->table.reference_count = 0;
}

static void other_reference(struct pair *pair)
{
	pair->references[0].table = (char *)"bosses";
}

static const struct {
	void (*change)(struct pair *pair);
	const char *told;
} comparisons[] = {
	{ same, "" },
	{ other_type, "people.name type: varchar(100), varchar(255)" },
	{ other_case, "people.name type: VARCHAR(255), varchar(255)" },
	{ other_null, "people.name null: NOT NULL, NULL" },
	{ other_default, "people.name default: , none" },
	{ other_charset, "people.name charset: latin1, utf8mb4" },
	{ newer_collation, "" },
	{ bytewise, "people.name collation: utf8mb4_bin, utf8mb4_general_ci" },
	{ missing_column, "people.name column: missing, varchar(255)" },
	{ extra_column, "people.boss column: int(11), not in the model" },
	{ missing_key, "people.id primary key: missing, id" },
	{ extra_key, "people.name, id index: name, id, not in the model" },
	{ missing_reference, "people.boss foreign key: missing, people(id)" },
	{ other_reference, "people.boss foreign key: missing, people(id); "
			   "people.boss foreign key: bosses(id), not in the model" },
};

START_TEST(each_difference_is_told)
{
	struct pair pair;
	char *text;

	prepare(&pair);
	comparisons[_i].change(&pair);
	text = told(&pair, false);
	ck_assert_str_eq(text, comparisons[_i].told);
	free(text);
}
END_TEST

START_TEST(types_that_are_words_may_be_written_otherwise)
{
	struct pair pair;
	char *text;

	prepare(&pair);
	other_case(&pair);
	text = told(&pair, true);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

START_TEST(a_table_that_is_not_there_is_one_difference)
{
	char *text = told(NULL, false);

	ck_assert_str_eq(text, "people. table: missing, Person");
	free(text);
}
END_TEST

#define VIEW(view, text)                                                                           \
	{                                                                                          \
		.kind = (char *)"view", .name = (char *)(view), .sql = (char *)(text)              \
	}

START_TEST(views_come_after_those_that_they_name)
{
	struct schema_object objects[] = {
		{ .kind = (char *)"table",
		  .name = (char *)"t",
		  .sql = (char *)"CREATE TABLE t (c)" },
		VIEW("a", "CREATE VIEW `a` AS SELECT * FROM `c`"),
		VIEW("b", "CREATE VIEW b AS SELECT 'a' FROM t /* c */"),
		VIEW("c", "CREATE VIEW c AS SELECT x FROM D"),
		VIEW("D", "CREATE VIEW D AS SELECT * FROM t"),
		{ .kind = (char *)"trigger", .name = (char *)"z", .sql = (char *)"" },
	};
	struct schema schema = { .dialect = &dialect_mysql, .objects = objects, .count = 6 };
	struct text order = { 0 };

	schema_order_views(&schema);
	for (size_t i = 0; i < schema.count; i++)
		text_add(&order, objects[i].name);
	ck_assert_str_eq(text_get(&order), "tbDcaz");
	text_finish(&order);
}
END_TEST

START_TEST(a_diagram_has_only_words_that_it_can_take)
{
	struct column_fact columns[] = {
		{ .name = (char *)"1 st", .type = (char *)"decimal(10,2)", .extra = (char *)"" },
		{ .name = (char *)"to", .type = (char *)"", .null = true, .extra = (char *)"" },
	};
	struct key_fact keys[] = { { (char *)"PRIMARY", true, true, (char *)"1 st, to" } };
	struct reference_fact references[] = {
		{ (char *)"f", (char *)"to", (char *)"x\"y", (char *)"id", NULL, NULL },
	};
	struct table_facts table = { (char *)"odd name", columns, 2, keys, 1, references, 1 };
	struct table_facts *tables[] = { &table };
	struct schema schema = { .tables = tables, .table_count = 1 };
	struct text out = { 0 };

	schema_write_mermaid(&out, &schema);
	ck_assert_str_eq(text_get(&out), "erDiagram\n"
					 "    \"odd name\" {\n"
					 "        decimal(10_2) _1_st PK\n"
					 "        any to PK, FK\n"
					 "    }\n"
					 "    \"odd name\" }o--o| \"x'y\" : \"to\"\n");
	text_finish(&out);
}
END_TEST

Suite *schema_suite(void);
Suite *schema_suite(void)
{
	Suite *suite = suite_create("schema");
	TCase *tests = tcase_create("schema");

	tcase_add_loop_test(tests, each_difference_is_told, 0,
			    sizeof comparisons / sizeof *comparisons);
	tcase_add_test(tests, types_that_are_words_may_be_written_otherwise);
	tcase_add_test(tests, a_table_that_is_not_there_is_one_difference);
	tcase_add_test(tests, views_come_after_those_that_they_name);
	tcase_add_test(tests, a_diagram_has_only_words_that_it_can_take);
	suite_add_tcase(suite, tests);
	return suite;
}
