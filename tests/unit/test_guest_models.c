/* Structs of a migration as rows of a table, and back. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scripted_service.h"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
}

/* A column of every kind of member. */
static const char everything[] =
	"struct all { int64_t id; bool yes; int number; double real; const char *text;"
	"glim_bytes bytes; const bool *maybe; const int *perhaps; const int64_t *large;"
	"const double *ratio; };\n"
	"static const glim_column columns[] = {"
	"GLIM_COLUMN(struct all, id, GLIM_BIGINT, .primary_key = true, .autoincrement = true),"
	"GLIM_COLUMN(struct all, yes, GLIM_BOOLEAN),"
	"GLIM_COLUMN(struct all, number, GLIM_INTEGER, .not_null = true),"
	"GLIM_COLUMN(struct all, real, GLIM_FLOAT),"
	"GLIM_COLUMN(struct all, text, GLIM_STRING(20), .references = \"users(id)\"),"
	"GLIM_COLUMN(struct all, bytes, GLIM_BLOB),"
	"GLIM_COLUMN(struct all, maybe, GLIM_BOOLEAN),"
	"GLIM_COLUMN(struct all, perhaps, GLIM_INTEGER),"
	"GLIM_COLUMN(struct all, large, GLIM_BIGINT),"
	"GLIM_COLUMN(struct all, ratio, GLIM_FLOAT), };\n"
	"GLIM_MODEL(All, struct all, \"alls\", columns);\n";

static void run_on_all(const char *body)
{
	script_run_body(&script, everything, body);
}

struct writing {
	const char *body;
	const char *asked;
};

static const struct writing writings[] = {
	{ "return glim_create_table(ctx, &All);", "create m.c:1 All/alls/10\n" },
	{ "return glim_drop_table(ctx, &All);", "drop m.c:1 All/alls/10\n" },
	{ "return glim_add(ctx, &All, &(struct all){ .number = 7 });",
	  "add m.c:1 All/alls/10 [- 0 7 0 NULL NULL NULL NULL NULL NULL]\n" },
	{ "return glim_add(ctx, &All, (&(struct all){ .id = 5, .yes = true, .number = -1,"
	  ".real = 1.5, .text = \"Aras\", .bytes = { \"\\1\\0\", 2 }, .maybe = &(bool){ true },"
	  ".perhaps = &(int){ 3 }, .large = &(int64_t){ 1LL << 40 }, .ratio = &(double){ 0.25 } "
	  "}));",
	  "add m.c:1 All/alls/10 [5 1 -1 1.5 'Aras' x'\\x01\\x00' 1 3 1099511627776 0.25]\n" },
	{ "return glim_update(ctx, &All, &(struct all){ .id = 0 });",
	  "update m.c:1 All/alls/10 [0 0 0 0 NULL NULL NULL NULL NULL NULL]\n" },
	{ "return glim_remove(ctx, &All, &(struct all){ .id = 9 });",
	  "remove m.c:1 All/alls/10 [9 0 0 0 NULL NULL NULL NULL NULL NULL]\n" },
	{ "glim_select(ctx, &All, \"id > ? ORDER BY id\", glim_int(3)); return 0;",
	  "select m.c:1 All/alls/10 id > ? ORDER BY id [3]\n" },
	{ "glim_select(ctx, &All, NULL); return 0;", "select m.c:1 All/alls/10\n" },
};

START_TEST(a_struct_becomes_the_values_of_its_columns)
{
	run_on_all(writings[_i].body);
	ck_assert_str_eq(text_get(&script.asked), writings[_i].asked);
	ck_assert_str_eq(text_get(&script.told), "");
	ck_assert_int_eq(script.result.returned, 0);
}
END_TEST

START_TEST(a_member_of_bytes_in_a_text_column_is_a_text)
{
	script_run_body(&script,
			"struct t { glim_bytes a; const char *b; };"
			"static const glim_column c[] = { GLIM_COLUMN(struct t, a, GLIM_TEXT),"
			"GLIM_COLUMN(struct t, b, GLIM_BLOB), };"
			"GLIM_MODEL(T, struct t, \"t\", c);",
			"return glim_add(ctx, &T, (&(struct t){ { \"ab\", 2 }, \"cd\" }));");
	ck_assert_str_eq(text_get(&script.asked), "add m.c:1 T/t/2 ['ab' x'cd']\n");
}
END_TEST

/* ---- Reading ---- */

#define TEXT(text)                                                                                 \
	{                                                                                          \
		.type = GLIM_TYPE_TEXT, .length = sizeof(text) - 1, .as.data = text                \
	}
#define INTEGER(number)                                                                            \
	{                                                                                          \
		.type = GLIM_TYPE_INT, .as.integer = number                                        \
	}
#define REAL(number)                                                                               \
	{                                                                                          \
		.type = GLIM_TYPE_REAL, .as.real = number                                          \
	}
#define NOTHING                                                                                    \
	{                                                                                          \
		.type = GLIM_TYPE_NULL                                                             \
	}

static const glim_value full_row[] = {
	INTEGER(5),  INTEGER(1), TEXT("42"), INTEGER(2), TEXT("Aras"),
	TEXT("xyz"), INTEGER(0), INTEGER(8), INTEGER(9), TEXT("0.5"),
};

static const glim_value empty_row[] = {
	NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,
};

static const glim_value text_row[] = {
	INTEGER(5), INTEGER(1), TEXT("many"), INTEGER(2), NOTHING,
	NOTHING,    NOTHING,    NOTHING,      NOTHING,    NOTHING,
};

static const glim_value large_row[] = {
	INTEGER(5), INTEGER(1), REAL(3e9), INTEGER(2), NOTHING,
	NOTHING,    NOTHING,    NOTHING,   NOTHING,    NOTHING,
};

static void read_all(const glim_value *values, size_t columns, size_t rows, const char *body)
{
	script.values = values;
	script.columns = columns;
	script.rows = rows;
	run_on_all(body);
}

START_TEST(a_row_fills_every_member)
{
	read_all(full_row, 10, 1,
		 "struct all a = { 0 }; if (!glim_first(ctx, &All, &a, \"id = ?\", glim_int(5))) "
		 "return 99;"
		 "glim_exec(ctx, \"later\"); glim_flush(ctx);"
		 "return a.id == 5 && a.yes && a.number == 42 && a.real == 2 &&"
		 "!strcmp(a.text, \"Aras\") && a.bytes.length == 3 && !memcmp(a.bytes.data, "
		 "\"xyz\", 3) &&"
		 "!*a.maybe && *a.perhaps == 8 && *a.large == 9 && *a.ratio == 0.5;");
	ck_assert_int_eq(script.result.returned, 1);
}
END_TEST

START_TEST(null_fills_with_zero_and_null)
{
	read_all(empty_row, 10, 1,
		 "struct all a; memset(&a, 1, sizeof a); if (!glim_first(ctx, &All, &a, \"\")) "
		 "return 99;"
		 "return !a.id && !a.yes && !a.number && a.real == 0 && !a.text && !a.bytes.data &&"
		 "!a.bytes.length && !a.maybe && !a.perhaps && !a.large && !a.ratio;");
	ck_assert_int_eq(script.result.returned, 1);
}
END_TEST

START_TEST(without_a_match_the_struct_is_left_alone)
{
	read_all(empty_row, 10, 0,
		 "struct all a = { .id = 77 }; return glim_first(ctx, &All, &a, \"\") * 1000 + "
		 "a.id;");
	ck_assert_int_eq(script.result.returned, 77);
}
END_TEST

struct misfit {
	const glim_value *row;
	size_t columns;
	const char *told;
};

static const struct misfit misfits[] = {
	{ text_row, 10, "fail 3 column number of All holds a text that its member cannot take\n" },
	{ large_row, 10,
	  "fail 3 column number of All holds a real number that its member cannot take\n" },
	{ full_row, 9, "fail 3 the rows have 9 columns and All has 10\n" },
};

START_TEST(a_row_that_does_not_fit_is_misuse_and_changes_nothing)
{
	read_all(misfits[_i].row, misfits[_i].columns, 1,
		 "struct all a = { .id = 77 }; bool found = glim_first(ctx, &All, &a, \"\");"
		 "return found * 1000 + a.id;");
	ck_assert_int_eq(script.result.returned, 77);
	ck_assert_str_eq(text_get(&script.told), misfits[_i].told);
}
END_TEST

START_TEST(fetched_texts_outlive_their_rows)
{
	static const glim_value names[] = { TEXT("one"), TEXT("two"), TEXT("three") };

	script.values = names;
	script.columns = 1;
	script.rows = 3;
	script_run_body(&script,
			"struct t { const char *a; };"
			"static const glim_column c[] = { GLIM_COLUMN(struct t, a, GLIM_TEXT) };"
			"GLIM_MODEL(T, struct t, \"t\", c);",
			"struct t t[4]; int n = 0; glim_rows *r = glim_select(ctx, &T, NULL);"
			"while (glim_fetch(r, &T, &t[n])) n++;"
			"return n == 3 && !strcmp(t[0].a, \"one\") && !strcmp(t[2].a, \"three\");");
	ck_assert_int_eq(script.result.returned, 1);
}
END_TEST

/* ---- A later version of the header ---- */

START_TEST(longer_structs_of_a_later_header_are_read)
{
	script_run_body(
		&script,
		"struct t { int64_t a; const char *b; };"
		"struct column { glim_column known; long news[2]; };"
		"static const struct column c[] = { { GLIM_COLUMN(struct t, a, GLIM_BIGINT) },"
		"{ GLIM_COLUMN(struct t, b, GLIM_TEXT) } };"
		"static const struct { glim_model known; long news; } T = { {"
		".size = sizeof T, .name = \"T\", .table = \"t\", .columns = &c[0].known,"
		".column_count = 2, .column_size = sizeof *c, .row_size = sizeof(struct t) } };",
		"return glim_add(ctx, &T.known, (&(struct t){ 4, \"x\" }));");
	ck_assert_str_eq(text_get(&script.asked), "add m.c:1 T/t/2 [4 'x']\n");
}
END_TEST

/* ---- Listing ---- */

static void list_models(const char *text)
{
	ck_assert(script_run(&script, script_compile_text(text), WIRE_VERB_MODELS));
}

START_TEST(the_models_of_a_plugin_are_listed_and_nothing_is_run)
{
	char *text = memory_format("%s\nstatic const glim_column one[] = { { .name = \"a\" } };"
				   "GLIM_MODEL(One, int, \"ones\", one); GLIM_MODELS(&All, &One);"
				   "int run(glim_ctx *ctx) { return glim_exec(ctx, \"no\"); }",
				   everything);

	list_models(text);
	ck_assert_int_eq(script.result.end, HOST_DONE);
	ck_assert_str_eq(text_get(&script.told),
			 "model All alls id:1! yes:3 number:0 real:2 text:4>users(id) bytes:6 "
			 "maybe:3 perhaps:0 large:1 ratio:2\nmodel One ones a:0\n");
	ck_assert_str_eq(text_get(&script.asked), "");
	free(text);
}
END_TEST

struct unlistable {
	const char *text;
	const char *reason;
};

static const struct unlistable unlistables[] = {
	{ "int run(glim_ctx *ctx) { return 0; }", "has no glim_models of its own" },
	{ "static const glim_model m; GLIM_MODELS(&m);",
	  "the model without a name has a size that no version of glim/model.h has" },
	{ "static const glim_model m = { .size = sizeof m }; GLIM_MODELS(&m);",
	  "the model without a name has no name or no table" },
	{ "static const glim_column c[1001]; GLIM_MODEL(M, int, \"m\", c); GLIM_MODELS(&M);",
	  "the model M has more than 1000 columns" },
	{ "static const glim_column c[2]; GLIM_MODEL(M, int, \"m\", c); GLIM_MODELS(&M);",
	  "the model M has a column without a name" },
	{ "static const glim_column c[] = { { .name = \"a\", .type = 55 } };"
	  "GLIM_MODEL(M, int, \"m\", c); GLIM_MODELS(&M);",
	  "the model M has a column of an unknown type" },
	{ "static const glim_column c[] = { { .name = \"a\" } }; GLIM_MODEL(M, int, \"m\", c);"
	  "const glim_model *const glim_models[1002] = { [0 ... 1000] = &M };",
	  "it declares more than 1000 models" },
};

START_TEST(models_that_cannot_be_read_are_refused)
{
	list_models(unlistables[_i].text);
	ck_assert_int_eq(script.result.end, HOST_NOT_LOADED);
	ck_assert_msg(strstr(script.result.reason, unlistables[_i].reason), "%s",
		      script.result.reason);
}
END_TEST

Suite *guest_models_suite(void);
Suite *guest_models_suite(void)
{
	Suite *suite = suite_create("guest_models");
	TCase *cases = tcase_create("guest_models");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_loop_test(cases, a_struct_becomes_the_values_of_its_columns, 0,
			    sizeof writings / sizeof *writings);
	tcase_add_test(cases, a_member_of_bytes_in_a_text_column_is_a_text);
	tcase_add_test(cases, a_row_fills_every_member);
	tcase_add_test(cases, null_fills_with_zero_and_null);
	tcase_add_test(cases, without_a_match_the_struct_is_left_alone);
	tcase_add_loop_test(cases, a_row_that_does_not_fit_is_misuse_and_changes_nothing, 0,
			    sizeof misfits / sizeof *misfits);
	tcase_add_test(cases, fetched_texts_outlive_their_rows);
	tcase_add_test(cases, longer_structs_of_a_later_header_are_read);
	tcase_add_test(cases, the_models_of_a_plugin_are_listed_and_nothing_is_run);
	tcase_add_loop_test(cases, models_that_cannot_be_read_are_refused, 0,
			    sizeof unlistables / sizeof *unlistables);
	suite_add_tcase(suite, cases);
	return suite;
}
