#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"
#include "statement/statement.h"

static const struct lexis mysql = MYSQL_LEXIS, sqlite = SQLITE_LEXIS;
static const struct lexis postgresql = POSTGRESQL_LEXIS;
static const struct lexis dollars = { .dollar_quotes = true, .nested_comments = true };

struct mark_case {
	const struct lexis *lexis;
	char mark;
	size_t count;
	const char *sql, *out;
};

static const struct mark_case mark_cases[] = {
	{ &mysql, '?', 0, "", "" },
	{ &mysql, '?', 2, "INSERT INTO t VALUES (?, ?)", "INSERT INTO t VALUES (?, ?)" },
	{ &dollars, '$', 3, "a = ? AND b = ? OR ?", "a = $1 AND b = $2 OR $3" },
	{ &mysql, '?', 0, "a ?? b", "a ? b" },
	{ &dollars, '$', 1, "a ?? ? ??| b", "a ? $1 ?| b" },
	{ &mysql, '?', 1, "???", "??" },
	{ &mysql, '?', 0, "'?' \"?\" `?` /* ? */ -- ?\n# ?", "'?' \"?\" `?` /* ? */ -- ?\n# ?" },
	{ &mysql, '?', 0, "'a ?? b' `??`", "'a ?? b' `??`" },
	{ &mysql, '?', 1, "'it''s ?' ?", "'it''s ?' ?" },
	{ &mysql, '?', 1, "'it\\'s ?' ?", "'it\\'s ?' ?" },
	{ &mysql, '?', 1, "'\\\\' ? '?'", "'\\\\' ? '?'" },
	{ &sqlite, '?', 1, "'\\' ? '?'", "'\\' ? '?'" },
	{ &mysql, '?', 1, "`a``?` ?", "`a``?` ?" },
	{ &mysql, '?', 1, "`a\\` ? `b`", "`a\\` ? `b`" },
	{ &mysql, '?', 1, "1 --? ", "1 --? " },
	{ &sqlite, '?', 0, "1 --? ", "1 --? " },
	{ &mysql, '?', 0, "1 --\t?\n", "1 --\t?\n" },
	{ &sqlite, '?', 1, "# ?", "# ?" },
	{ &sqlite, '?', 1, "[?] [a]]?", "[?] [a]]?" },
	{ &mysql, '?', 2, "[?]?", "[?]?" },
	{ &mysql, '?', 1, "/*!50000 ? */ '?'", "/*!50000 ? */ '?'" },
	{ &mysql, '?', 1, "/*! /* ? */ ? */", "/*! /* ? */ ? */" },
	{ &sqlite, '?', 0, "/*! ? */", "/*! ? */" },
	{ &mysql, '?', 1, "/* /* ? */ ?", "/* /* ? */ ?" },
	{ &dollars, '$', 1, "/* /* ? */ ? */ ?", "/* /* ? */ ? */ $1" },
	{ &dollars, '$', 1, "$$ ? $$ ?", "$$ ? $$ $1" },
	{ &dollars, '$', 1, "$a$ ? $$ ? $b$ $a$ ?", "$a$ ? $$ ? $b$ $a$ $1" },
	{ &dollars, '$', 1, "a$$b$$ ?", "a$$b$$ $1" },
	{ &dollars, '$', 2, "$1 ? $1a$ ?", "$1 $1 $1a$ $2" },
	{ &mysql, '?', 1, "$$ ? $$", "$$ ? $$" },
	{ &mysql, '?', 0, "'no end ?", "'no end ?" },
	{ &mysql, '?', 0, "/* no end ?", "/* no end ?" },
	{ &mysql, '?', 1, "X'3F' ? b'?'", "X'3F' ? b'?'" },
};

START_TEST(marks_are_counted_outside_of_texts_names_and_comments)
{
	const struct mark_case *one = &mark_cases[_i];
	struct text out = { 0 };

	ck_assert_uint_eq(statement_marks(one->lexis, one->sql, one->mark, &out), one->count);
	ck_assert_str_eq(text_get(&out), one->out);
	text_finish(&out);
}
END_TEST

struct single_case {
	const struct lexis *lexis;
	const char *sql;
	const char *why; /* NULL: it is one statement */
};

static const char more[] = "there is more than one statement";
static const char nothing[] = "there is no statement";
static const char text[] = "a text has no closing quote";
static const char name[] = "a quoted name has no closing quote";
static const char comment[] = "a comment has no end";
static const char block[] = "a block has no END";

static const struct single_case single_cases[] = {
	{ &mysql, "SELECT 1", NULL },
	{ &mysql, "SELECT 1;", NULL },
	{ &mysql, "SELECT 1 ; -- done", NULL },
	{ &mysql, "-- first\n\nSELECT 1 ;;; /* x */ ;", NULL },
	{ &mysql, "SELECT ';'; # ;", NULL },
	{ &mysql, "SELECT 1; SELECT 2", more },
	{ &mysql, "SELECT 1;SELECT 2;", more },
	{ &mysql, "SELECT 1; )", more },
	{ &mysql, "SELECT 1; ''", more },
	{ &mysql, "SELECT 1; /*! DROP TABLE t */", more },
	{ &mysql, "SELECT '\\'; DROP TABLE t; -- '", NULL },
	{ &sqlite, "SELECT '\\'; DROP TABLE t; -- '", more },
	{ &mysql, "SELECT 1 --; DROP TABLE t", more },
	{ &sqlite, "SELECT 1 --; DROP TABLE t", NULL },
	{ &mysql, "/*!99999 ' */ SELECT 1; DROP TABLE t -- '*/", more },
	{ &mysql,
	  "/*!50003 CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; END */;",
	  NULL },
	{ &mysql, "/*!50003 SELECT 1; SELECT 2 */", NULL },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", NULL },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT 1; END; SELECT 2", more },
	{ &mysql, "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END;", NULL },
	{ &mysql, "BEGIN; SELECT 1", more },
	{ &mysql, "DELIMITER ;;\nSELECT 1", more },
	{ &mysql, "", nothing },
	{ &mysql, " ; -- x\n ;", nothing },
	{ &mysql, "/* x */", nothing },
	{ &mysql, "SELECT 'x", text },
	{ &mysql, "SELECT \"x", text },
	{ &mysql, "SELECT 'x\\'", text },
	{ &mysql, "SELECT 'x''", text },
	{ &mysql, "SELECT 1; SELECT 'x", text },
	{ &mysql, "SELECT `x", name },
	{ &sqlite, "SELECT \"x", name },
	{ &sqlite, "SELECT [x", name },
	{ &mysql, "SELECT 1 /* x", comment },
	{ &mysql, "SELECT 1 /*! x", comment },
	{ &mysql, "SELECT 1 /*", comment },
	{ &mysql, "SELECT 1 /*/", comment },
	{ &dollars, "SELECT 1 /* /* */", comment },
	{ &dollars, "SELECT $a$ $b$", "a dollar-quoted text has no end" },
	{ &dollars, "SELECT $a$;$a$", NULL },
	{ &mysql, "CREATE PROCEDURE p() BEGIN SELECT 1;", block },
	{ &mysql, "SELECT '\\", text },
};

START_TEST(a_text_is_one_statement_or_says_why_not)
{
	const struct single_case *one = &single_cases[_i];
	const char *why = NULL;
	bool single = statement_is_single(one->lexis, one->sql, &why);

	ck_assert_msg(single == !one->why, "%s: %s", one->sql, why ? why : "single");
	if (one->why)
		ck_assert_str_eq(why, one->why);
	else
		ck_assert_ptr_null(why);
}
END_TEST

struct name_case {
	const struct lexis *lexis;
	const char *sql;
	bool found;
};

/* Looked for: users, odd `name, ünder */
static const struct name_case name_cases[] = {
	{ &mysql, "SELECT * FROM users", true },
	{ &mysql, "SELECT * FROM Users", true },
	{ &mysql, "SELECT * FROM shop.users", true },
	{ &mysql, "SELECT * FROM `shop`.`users`", true },
	{ &mysql, "SELECT * FROM shop . users", true },
	{ &mysql, "SELECT users.id FROM t AS users", true },
	{ &mysql, "SELECT * FROM `odd ``name`", true },
	{ &mysql, "SELECT * FROM \"users\"", true }, /* a name under ANSI_QUOTES */
	{ &sqlite, "SELECT * FROM \"USERS\"", true },
	{ &sqlite, "SELECT * FROM [users]", true },
	{ &mysql, "SELECT * FROM ünder", true },
	{ &mysql, "SELECT * FROM `ÜNDER`", false },
	{ &mysql, "DROP TABLE/**/users/**/", true },
	{ &mysql, "/*!50000 DROP TABLE users */", true },
	{ &mysql, "SELECT * FROM users2", false },
	{ &mysql, "SELECT * FROM old_users", false },
	{ &mysql, "SELECT * FROM `users `", false },
	{ &mysql, "SELECT * FROM `users``", false },
	{ &mysql, "SELECT 'users'", false },
	{ &mysql, "SELECT 1 /* users */ -- users", false },
	{ &mysql, "SELECT * FROM user", false },
	{ &mysql, "", false },
};

START_TEST(names_are_found_as_words_and_quoted_names)
{
	static const char *const names[] = { "users", "odd `name", "ünder" };
	const struct name_case *one = &name_cases[_i];

	ck_assert_msg(statement_names_any(one->lexis, one->sql, names, 3) == one->found, "%s",
		      one->sql);
	ck_assert(!statement_names_any(one->lexis, one->sql, names, 0));
}
END_TEST

START_TEST(a_word_is_found_outside_of_texts_names_and_comments)
{
	ck_assert(statement_has_word(&mysql, "ALTER TABLE t ALGORITHM=copy", "COPY"));
	ck_assert(!statement_has_word(&mysql, "ALTER TABLE `copy` COMMENT='COPY' -- copy", "COPY"));
	ck_assert(!statement_has_word(&mysql, "ALTER TABLE copying", "COPY"));
}
END_TEST

struct show_case {
	size_t most;
	const char *sql, *shown;
};

static const struct show_case show_cases[] = {
	{ 80, "", "" },
	{ 80, "  SELECT\n\t 1  ", "SELECT 1" },
	{ 8, "SELECT 1", "SELECT 1" },
	{ 7, "SELECT 1", "SELE..." },
	{ 3, "SELECT 1", "..." },
	{ 2, "SELECT 1", ".." },
	{ 0, "SELECT 1", "" },
	{ 80, "a\x1b[31mb\x7f\x01", "a\\x1b[31mb\\x7f\\x01" },
	{ 6,
	  "ab\x1b"
	  "cd",
	  "ab..." },
	{ 80, "grün €", "grün €" },
	{ 6, "ü€ü€ü€", "ü€ü€ü€" },
	{ 5, "ü€ü€ü€", "ü€..." },
	{ 80, "\xff\xc3", "\\xff\\xc3" },
	{ 80, "x\xe2\x82", "x\\xe2\\x82" },
};

START_TEST(a_statement_is_shown_on_one_line)
{
	const struct show_case *one = &show_cases[_i];
	char *shown = statement_show(one->sql, one->most);

	ck_assert_str_eq(shown, one->shown);
	free(shown);
}
END_TEST

static const struct assigned_case {
	const struct lexis *lexis;
	bool assigned; /* a column `a` */
	const char *set;
} assigned_cases[] = {
	{ &mysql, true, "a = a + 1" },
	{ &mysql, false, "b = a" },
	{ &mysql, false, "" },
	{ &mysql, true, "b = 1, A = 2" },
	{ &mysql, false, "b = IF(a = 1, a, 2), c = 'x, a = 1'" },
	{ &mysql, true, "b = (SELECT MAX(x), a FROM u), `a`=3" },
	{ &mysql, true, "t.a = 1" },
	{ &mysql, true, "`t` . `A` = 1" },
	{ &mysql, false, "a.b = 1" },
	{ &mysql, true, "/* b */ a -- c\n = 1" },
	{ &mysql, false, "b = 1 /*, a = 2 */, c = 3 # , a = 4" },
	{ &mysql, true, "b = 1 /*!50000 , a = 2 */" },
	{ &mysql, true, "\"a\" = 1" },
	{ &mysql, true, "b = a = 1, a := 2" },
	{ &sqlite, true, "[a] = 1" },
	{ &sqlite, true, "b = x'61', \"A\" = 1" },
	{ &sqlite, true, "(b, a) = (1, 2)" },
	{ &sqlite, false, "ab = 1, \"a a\" = 2, \"a\"\"\" = 3" },
	{ &postgresql, true, "(a, b) = (1, 2)" },
	{ &postgresql, true, "c = ARRAY[1, 2], (b, \"a\") = ROW(1, 2)" },
	{ &postgresql, true, "a[1] = 2" },
	{ &postgresql, false, "b[a] = 2, (c, d) = (SELECT a, a FROM u WHERE a = 1)" },
	{ &postgresql, false, "b = $$, a = 1$$, c = E'\\', a = 1'" },
};

START_TEST(what_is_assigned_to_is_told_from_what_is_read)
{
	const struct assigned_case *one = &assigned_cases[_i];

	ck_assert_msg(statement_assigns(one->lexis, one->set, "a") == one->assigned, "%s",
		      one->set);
}
END_TEST

START_TEST(parentheses_match_outside_of_texts_names_and_comments)
{
	static const char *const good[] = { "",        "a",       "(a)",        "((a) or (b))",
					    "a = ')'", "`)` = 1", "(a) -- )\n", "/* ( */ a" };
	static const char *const bad[] = { "(", ")", ")(", "1=1) OR (1=1", "(a", "a = '(')" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ck_assert_msg(statement_is_balanced(&dialect_mysql.lexis, good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!statement_is_balanced(&dialect_mysql.lexis, bad[i]), "%s", bad[i]);
}
END_TEST

#define ADD_LOOP(cases, test, table)                                                               \
	tcase_add_loop_test(cases, test, 0, sizeof(table) / sizeof *(table))

Suite *statement_suite(void);

Suite *statement_suite(void)
{
	Suite *suite = suite_create("texts of statements");
	TCase *cases = tcase_create("statement");

	ADD_LOOP(cases, marks_are_counted_outside_of_texts_names_and_comments, mark_cases);
	ADD_LOOP(cases, a_text_is_one_statement_or_says_why_not, single_cases);
	ADD_LOOP(cases, names_are_found_as_words_and_quoted_names, name_cases);
	tcase_add_test(cases, a_word_is_found_outside_of_texts_names_and_comments);
	ADD_LOOP(cases, a_statement_is_shown_on_one_line, show_cases);
	ADD_LOOP(cases, what_is_assigned_to_is_told_from_what_is_read, assigned_cases);
	tcase_add_test(cases, parentheses_match_outside_of_texts_names_and_comments);
	suite_add_tcase(suite, cases);
	return suite;
}
