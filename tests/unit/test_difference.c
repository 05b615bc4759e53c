#include <check.h>

#include "dialect/dialect.h"
#include "execute/difference.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

#define TABLE(columns, keys, options)                                                              \
	"CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `code` int(11) DEFAULT NULL" columns      \
	",\n  PRIMARY KEY (`id`)" keys "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4" options

#define PLAIN      TABLE("", "", "")
#define PRICE      ",\n  `price` int(11) DEFAULT 7"
#define OTHERS_KEY ",\n  KEY `nightly` (`code`)"

static const struct difference_case {
	const char *before, *after, *sql;
	bool own;
} cases[] = {
	{ PLAIN, TABLE(PRICE, "", ""), "ALTER TABLE t ADD COLUMN price INT DEFAULT 7", true },
	{ PLAIN, TABLE(PRICE, "", ""), "alter table T add `PRICE` int default 7", true },
	{ TABLE(PRICE, "", ""), PLAIN, "ALTER TABLE t DROP COLUMN price", true },
	{ PLAIN, TABLE("", OTHERS_KEY, ""), "ALTER TABLE t ADD COLUMN price INT DEFAULT 7", false },
	{ PLAIN, TABLE("", OTHERS_KEY, ""), "ALTER TABLE t ADD price INT AFTER code", false },
	{ PLAIN, TABLE(PRICE, OTHERS_KEY, ""), "ALTER TABLE t ADD price INT AFTER code", true },
	{ TABLE("", OTHERS_KEY, ""), PLAIN, "ALTER TABLE t ADD price INT", false },
	{ PLAIN, TABLE("", "", " COMMENT='x'"), "ALTER TABLE t ADD price INT", false },
	{ PLAIN, TABLE("", "", " COMMENT='x'"), "ALTER TABLE t COMMENT 'x'", true },
	{ PLAIN, TABLE("", "", " ROW_FORMAT=COMPRESSED"), "ALTER TABLE t ROW_FORMAT=COMPRESSED",
	  true },
	{ PLAIN, TABLE("", ",\n  KEY `code` (`code`)", ""), "ALTER TABLE t ADD INDEX (code)",
	  true },
	{ PLAIN, TABLE("", ",\n  KEY `code_2` (`code`)", ""), "ALTER TABLE t ADD INDEX (code)",
	  true },
	{ PLAIN,
	  TABLE("", ",\n  CONSTRAINT `t_ibfk_1` FOREIGN KEY (`code`) REFERENCES `u` (`id`)", ""),
	  "ALTER TABLE t ADD FOREIGN KEY (code) REFERENCES u (id)", true },
	{ PLAIN, TABLE("", OTHERS_KEY, ""), "CREATE INDEX nightly ON t (code)", true },
	{ PLAIN,
	  TABLE("", "", "\n PARTITION BY RANGE (`id`)\n(PARTITION `p1` VALUES LESS THAN (9))"),
	  "ALTER TABLE t ADD price INT", false },
	{ TABLE("", "", "\n PARTITION BY RANGE (`id`)\n(PARTITION `p1` VALUES LESS THAN (9))"),
	  TABLE("", "",
		"\n PARTITION BY RANGE (`id`)\n(PARTITION `p1` VALUES LESS THAN (9),\n"
		" PARTITION `p2` VALUES LESS THAN (99))"),
	  "ALTER TABLE t ADD PARTITION (PARTITION p2 VALUES LESS THAN (99))", true },
	{ TABLE("", "", "\n PARTITION BY HASH (`id`)\nPARTITIONS 2"),
	  TABLE("", "", "\n PARTITION BY HASH (`id`)\nPARTITIONS 4"),
	  "ALTER TABLE t ADD PARTITION PARTITIONS 2", true },
	{ TABLE("", "", "\n PARTITION BY HASH (`id`)\nPARTITIONS 2"), PLAIN,
	  "ALTER TABLE t REMOVE PARTITIONING", true },
	/* Only the order is another one. */
	{ "CREATE TABLE `t` (\n  `a` int,\n  `b` int\n)",
	  "CREATE TABLE `t` (\n  `b` int,\n  `a` int\n)", "ALTER TABLE t MODIFY b INT FIRST",
	  true },
};

START_TEST(whose_change_it_is)
{
	const struct difference_case *given = &cases[_i];

	ck_assert_msg(difference_is_own(&dialect_mysql.lexis, given->before, given->after,
					given->sql) == given->own,
		      "%s", given->sql);
}
END_TEST

Suite *difference_suite(void);
Suite *difference_suite(void)
{
	Suite *suite = suite_create("difference");
	TCase *tests = tcase_create("difference");

	tcase_add_loop_test(tests, whose_change_it_is, 0, COUNT(cases));
	suite_add_tcase(suite, tests);
	return suite;
}
