/*
 * Every offset, size and number of the public headers, on a machine with 64 bits. A line here is
 * never changed, only added: plugins that were built long ago count on it.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GLIM_RUNNER
#include <glim/data.h>
#include <glim/model.h>

#define SIZE(type, bytes)       _Static_assert(sizeof(type) == (bytes), "size of " #type)
#define AT(type, member, place) _Static_assert(offsetof(type, member) == (place), #type "." #member)
#define IS(name, number)        _Static_assert((name) == (number), #name)

/* clang-format off */
SIZE(glim_value, 16);
AT(glim_value, type, 0);
AT(glim_value, length, 4);
AT(glim_value, as, 8);

SIZE(struct glim_options, 16);
AT(struct glim_options, size, 0);
AT(struct glim_options, timeout, 4);
AT(struct glim_options, irreversible, 8);
AT(struct glim_options, rebuilds, 12);

SIZE(glim_api, 280);
AT(glim_api, size, 0);
AT(glim_api, abi, 4);
AT(glim_api, exec, 8);
AT(glim_api, query, 16);
AT(glim_api, try_exec, 24);
AT(glim_api, script, 32);
AT(glim_api, flush, 40);
AT(glim_api, next_row, 48);
AT(glim_api, get_column, 56);
AT(glim_api, close_rows, 64);
AT(glim_api, begin, 72);
AT(glim_api, commit, 80);
AT(glim_api, rollback, 88);
AT(glim_api, get_status, 96);
AT(glim_api, get_message, 104);
AT(glim_api, set_error, 112);
AT(glim_api, clear_error, 120);
AT(glim_api, write_log, 128);
AT(glim_api, report_progress, 136);
AT(glim_api, driver_name, 144);
AT(glim_api, changed_rows, 152);
AT(glim_api, last_id, 160);
AT(glim_api, allocate, 168);
AT(glim_api, create_table, 176);
AT(glim_api, drop_table, 184);
AT(glim_api, add_row, 192);
AT(glim_api, update_row, 200);
AT(glim_api, remove_row, 208);
AT(glim_api, select_rows, 216);
AT(glim_api, fetch_row, 224);
AT(glim_api, scan, 232);
AT(glim_api, bulk_open, 240);
AT(glim_api, bulk_row, 248);
AT(glim_api, bulk_close, 256);
AT(glim_api, backfill, 264);
AT(glim_api, put, 272);

SIZE(struct glim_scan_options, 56);
AT(struct glim_scan_options, size, 0);
AT(struct glim_scan_options, page_rows, 4);
AT(struct glim_scan_options, table, 8);
AT(struct glim_scan_options, key, 16);
AT(struct glim_scan_options, columns, 24);
AT(struct glim_scan_options, where, 32);
AT(struct glim_scan_options, values, 40);
AT(struct glim_scan_options, key_vouched, 48);

SIZE(struct glim_bulk, 16);
AT(struct glim_bulk, api, 0);
AT(struct glim_bulk, ctx, 8);
SIZE(struct glim_bulk_options, 32);
AT(struct glim_bulk_options, size, 0);
AT(struct glim_bulk_options, mode, 4);
AT(struct glim_bulk_options, table, 8);
AT(struct glim_bulk_options, columns, 16);
AT(struct glim_bulk_options, key, 24);
SIZE(struct glim_backfill_options, 104);
AT(struct glim_backfill_options, size, 0);
AT(struct glim_backfill_options, page_rows, 4);
AT(struct glim_backfill_options, page_ms, 8);
AT(struct glim_backfill_options, pause_ms, 12);
AT(struct glim_backfill_options, threads_most, 16);
AT(struct glim_backfill_options, key_vouched, 20);
AT(struct glim_backfill_options, table, 24);
AT(struct glim_backfill_options, key, 32);
AT(struct glim_backfill_options, columns, 40);
AT(struct glim_backfill_options, writes, 48);
AT(struct glim_backfill_options, set, 56);
AT(struct glim_backfill_options, where, 64);
AT(struct glim_backfill_options, values, 72);
AT(struct glim_backfill_options, row, 80);
AT(struct glim_backfill_options, page, 88);
AT(struct glim_backfill_options, data, 96);
IS(GLIM_BULK_INSERT, 0);
IS(GLIM_BULK_UPSERT, 1);
IS(GLIM_BULK_UPDATE, 2);
IS(GLIM_BULK_DELETE, 3);

SIZE(struct glim_ctx, 24);
AT(struct glim_ctx, api, 0);
AT(struct glim_ctx, file, 8);
AT(struct glim_ctx, line, 16);

SIZE(struct glim_rows, 16);
AT(struct glim_rows, api, 0);
AT(struct glim_rows, ctx, 8);

SIZE(glim_bytes, 16);
AT(glim_bytes, data, 0);
AT(glim_bytes, length, 8);

SIZE(glim_column, 56);
AT(glim_column, name, 0);
AT(glim_column, offset, 8);
AT(glim_column, member, 12);
AT(glim_column, type, 16);
AT(glim_column, length, 20);
AT(glim_column, scale, 24);
AT(glim_column, primary_key, 28);
AT(glim_column, autoincrement, 29);
AT(glim_column, not_null, 30);
AT(glim_column, unique, 31);
AT(glim_column, index, 32);
AT(glim_column, default_sql, 40);
AT(glim_column, references, 48);

SIZE(struct glim_model, 48);
AT(struct glim_model, size, 0);
AT(struct glim_model, name, 8);
AT(struct glim_model, table, 16);
AT(struct glim_model, columns, 24);
AT(struct glim_model, column_count, 32);
AT(struct glim_model, column_size, 36);
AT(struct glim_model, row_size, 40);

IS(GLIM_OK, 0);
IS(GLIM_ERROR, 1);
IS(GLIM_CANCELLED, 2);
IS(GLIM_MISUSE, 3);
IS(GLIM_DEBUG, 0);
IS(GLIM_INFO, 1);
IS(GLIM_WARNING, 2);
IS(GLIM_TYPE_END, -1);
IS(GLIM_TYPE_NULL, 0);
IS(GLIM_TYPE_INT, 1);
IS(GLIM_TYPE_REAL, 2);
IS(GLIM_TYPE_TEXT, 3);
IS(GLIM_TYPE_BLOB, 4);
IS(GLIM_COLUMN_INTEGER, 0);
IS(GLIM_COLUMN_BIGINT, 1);
IS(GLIM_COLUMN_FLOAT, 2);
IS(GLIM_COLUMN_BOOLEAN, 3);
IS(GLIM_COLUMN_STRING, 4);
IS(GLIM_COLUMN_TEXT, 5);
IS(GLIM_COLUMN_BLOB, 6);
IS(GLIM_COLUMN_DATETIME, 7);
IS(GLIM_COLUMN_DATE, 8);
IS(GLIM_COLUMN_DECIMAL, 9);
IS(GLIM_MEMBER_BOOL, 0);
IS(GLIM_MEMBER_INT, 1);
IS(GLIM_MEMBER_INT64, 2);
IS(GLIM_MEMBER_DOUBLE, 3);
IS(GLIM_MEMBER_TEXT, 4);
IS(GLIM_MEMBER_BYTES, 5);
IS(GLIM_MEMBER_POINTER, 16);
/* clang-format on */

_Static_assert(GLIM_ABI_MAJOR == 1 && GLIM_ABI_MINOR == 1,
	       "a new minor version adds a folder here");

/* ---- What a plugin exports ---- */

static const char plain[] = "#include <glim/model.h>\n"
			    "struct user { int64_t id; };\n"
			    "static const glim_column columns[] = {\n"
			    "GLIM_COLUMN(struct user, id, GLIM_BIGINT, .primary_key = true) };\n"
			    "GLIM_MODEL(User, struct user, \"users\", columns);\n"
			    "const char description[] = \"x\";\n"
			    "int run(glim_ctx *ctx)\n"
			    "{ struct user user = { 1 };\n"
			    "if (!glim_first(ctx, &User, &user, \"id = ?\", glim_int(1)))\n"
			    "glim_add(ctx, &User, &user);\n"
			    "glim_log(ctx, GLIM_INFO, \"%d\", 1); return glim_flush(ctx); }\n"
			    "int rollback(glim_ctx *ctx) { return glim_fail(ctx, \"no\"); }\n";

struct plugin {
	const char *compiler;
	const char *more;
	const char *exports;
};

static const struct plugin plugins[] = {
	{ "cc", "", "description glim_abi rollback run " },
	{ "cc -O0", "GLIM_MODELS(&User);", "description glim_abi glim_models rollback run " },
	{ "cc -O2 -fvisibility=hidden -Wl,-z,defs -Wl,-Bsymbolic",
	  "GLIM_OPTIONS(.timeout = 60); GLIM_DEPENDS(\"AddUser\");",
	  "description glim_abi glim_depends glim_options rollback run " },
	{ "cc -std=c11 -Wall -Wextra -Wpedantic -Werror -DGLIM_SOURCE_CHECKSUM='\"ab\"'", "",
	  "description glim_abi glim_source_checksum rollback run " },
};

static void run_shell(const char *command, char *output, size_t size)
{
	FILE *pipe = popen(command, "re");
	size_t length;

	ck_assert_ptr_nonnull(pipe);
	length = fread(output, 1, size - 1, pipe);
	output[length] = '\0';
	ck_assert_msg(pclose(pipe) == 0, "%s", command);
}

START_TEST(a_plugin_exports_its_names_and_no_other)
{
	char folder[] = "/tmp/glim-abi-XXXXXX", source[64], command[1024], output[512];
	FILE *file;

	ck_assert_msg(access("include/glim/model.h", R_OK) == 0,
		      "run this in the project's folder");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(source, sizeof source, "%s/plugin.c", folder);
	file = fopen(source, "we");
	ck_assert_ptr_nonnull(file);
	fprintf(file, "%s%s\n", plain, plugins[_i].more);
	fclose(file);
	snprintf(command, sizeof command,
		 "%s -shared -fPIC -Iinclude -o %s/plugin.so %s && "
		 "nm -D --defined-only --format=posix %s/plugin.so | cut -d' ' -f1 | sort | "
		 "tr '\\n' ' '; rm -r %s",
		 plugins[_i].compiler, folder, source, folder, folder);
	run_shell(command, output, sizeof output);
	ck_assert_str_eq(output, plugins[_i].exports);
}
END_TEST

START_TEST(the_kept_headers_are_the_ones_that_were_settled)
{
	char output[256];

	run_shell("cd tests/abi/1.0/glim && cat migration.h model.h | cksum | cut -d' ' -f1",
		  output, sizeof output);
	ck_assert_str_eq(output, "1524516852\n");
	run_shell("cd tests/abi/1.1/glim && cat migration.h model.h data.h | cksum | cut -d' ' -f1",
		  output, sizeof output);
	ck_assert_str_eq(output, "410803127\n");
}
END_TEST

Suite *abi_suite(void);
Suite *abi_suite(void)
{
	Suite *suite = suite_create("abi");
	TCase *cases = tcase_create("abi");

	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, a_plugin_exports_its_names_and_no_other, 0,
			    sizeof plugins / sizeof *plugins);
	tcase_add_test(cases, the_kept_headers_are_the_ones_that_were_settled);
	suite_add_tcase(suite, cases);
	return suite;
}
