#include <stddef.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "dialect/dialect.h"
#include "dialect/mysql_locate.h"
#include "dialect/mysql_objects.h"
#include "dialect/rules.h"
#include "dialect/shadow.h"
#include "dialect/table.h"

/*
 * Database, table, column or key, table, routine, trigger, partition, event; MySQL's check and
 * constraint; MariaDB's sequence and view.
 */
static const int missing_object_errors[] = { 1008, 1051, 1091, 1146, 1305, 1360, 1507,
					     1539, 3821, 3940, 4091, 4092, 0 };

static const char *const types[] = {
	[GLIM_COLUMN_INTEGER] = "INTEGER", [GLIM_COLUMN_BIGINT] = "BIGINT",
	[GLIM_COLUMN_FLOAT] = "DOUBLE",    [GLIM_COLUMN_BOOLEAN] = "BOOLEAN",
	[GLIM_COLUMN_STRING] = "VARCHAR",  [GLIM_COLUMN_TEXT] = "TEXT",
	[GLIM_COLUMN_BLOB] = "LONGBLOB",   [GLIM_COLUMN_DATETIME] = "DATETIME(6)",
	[GLIM_COLUMN_DATE] = "DATE",       [GLIM_COLUMN_DECIMAL] = "DECIMAL",
};

static const struct table_words words = {
	.types = types,
	.long_text = "LONGTEXT",
	.bytewise = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
	.counts = " AUTO_INCREMENT",
	.index_name_most = 64,
};

static void add_column(struct text *out, const struct model *model, const struct column *column)
{
	(void)model;
	table_add_column(&dialect_mysql, &words, out, column);
}

/* Inside CREATE TABLE: a CREATE INDEX of its own would be one more statement that commits. */
static void add_indexes(struct text *out, const struct model *model)
{
	for (size_t i = 0; i < model->count; i++) {
		const struct column *column = &model->columns[i];

		if (!column->index)
			continue;
		text_add(out, ",\n\tINDEX ");
		table_add_index_name(&dialect_mysql, &words, out, "ix", model, column);
		text_add(out, "(");
		dialect_add_name(&dialect_mysql, out, column->name);
		text_add(out, ")");
	}
}

static void create_table(struct text *out, const struct model *model)
{
	text_add(out, "CREATE TABLE ");
	dialect_add_name(&dialect_mysql, out, model->table);
	for (size_t i = 0; i < model->count; i++) {
		text_add(out, i ? ",\n\t" : " (\n\t");
		add_column(out, model, &model->columns[i]);
	}
	if (model_key_count(model)) {
		text_add(out, ",\n\tPRIMARY KEY ");
		table_add_key(&dialect_mysql, out, model);
	}
	table_add_uniques(&dialect_mysql, out, model);
	add_indexes(out, model);
	table_add_references(&dialect_mysql, out, model);
	text_add(out, "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
}

static bool create_index(struct text *out, const struct model *model, size_t n)
{
	(void)out;
	(void)model;
	(void)n;
	return false;
}

static bool upgrade_column(struct text *out, const struct model *model, const struct column *column)
{
	if (!column->bytewise && column->type != GLIM_COLUMN_DATETIME)
		return false;
	text_add(out, "ALTER TABLE ");
	dialect_add_name(&dialect_mysql, out, model->table);
	text_add(out, " MODIFY ");
	add_column(out, model, column);
	return true;
}

static void add_unique(struct text *out, const struct model *model, const struct column *column)
{
	text_add(out, "ALTER TABLE ");
	dialect_add_name(&dialect_mysql, out, model->table);
	text_add(out, " ADD UNIQUE (");
	dialect_add_name(&dialect_mysql, out, column->name);
	text_add(out, ")");
}

/*
 * A commit that is not flushed can be lost with its record by a crash of the machine; DDL is atomic
 * from MariaDB 10.6 and MySQL 8.0 on (mariadb.com/kb/en/atomic-ddl); other engines have no
 * transactions.
 */
static const char conditions[] =
	"SELECT CONCAT('innodb_flush_log_at_trx_commit is ', @@innodb_flush_log_at_trx_commit, "
	"': a crash of the server may lose what was committed last') FROM DUAL "
	"WHERE @@innodb_flush_log_at_trx_commit <> 1 "
	"UNION ALL SELECT CONCAT('sync_binlog is ', @@sync_binlog, "
	"': a crash of the server may lose committed changes for its replicas') FROM DUAL "
	"WHERE @@log_bin AND @@sync_binlog <> 1 "
	"UNION ALL SELECT CONCAT('version ', @@version, "
	"' has no atomic DDL: an interrupted DDL statement may be half done') FROM DUAL "
	"WHERE CAST(SUBSTRING_INDEX(@@version, '.', 1) AS UNSIGNED) * 1000 + "
	"CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(@@version, '.', 2), '.', -1) AS UNSIGNED) < "
	"IF(@@version LIKE '%MariaDB%', 10006, 8000) "
	"UNION ALL SELECT CONCAT('the table ', table_name, ' is ', engine, "
	"': it has no transactions') FROM information_schema.tables "
	"WHERE table_schema = DATABASE() AND engine <> 'InnoDB' "
	"AND table_name IN ('glim_migrations', 'glim_steps', 'glim_log')";

/* Versioned tables have a type of their own, so the list says what is no table. */
#define PLAIN_TABLES                                                                               \
	"information_schema.tables t LEFT JOIN information_schema.engines e "                      \
	"ON e.engine = t.engine WHERE t.table_schema = DATABASE() "                                \
	"AND t.table_type NOT IN ('VIEW', 'SYSTEM VIEW', 'SEQUENCE') "                             \
	"AND COALESCE(e.transactions, 'NO') <> 'YES'"

/*
 * With the views of them, and the tables whose triggers name one of them: by their texts, which may
 * be hidden from the account. Texts are read only where there is such a table.
 */
static const char plain_tables[] =
	"WITH RECURSIVE plain (name) AS (SELECT t.table_name FROM " PLAIN_TABLES " "
	"UNION SELECT o.name FROM plain p STRAIGHT_JOIN "
	"(SELECT table_name AS name, '`' AS quote, view_definition AS body "
	"FROM information_schema.views WHERE table_schema = DATABASE() UNION ALL "
	"SELECT event_object_table, '', action_statement FROM information_schema.triggers "
	"WHERE event_object_schema = DATABASE()) o "
	"ON INSTR(o.body, CONCAT(o.quote, p.name, o.quote)) > 0 OR COALESCE(o.body, '') = '') "
	"SELECT name FROM plain";

/* A trigger may do anything. */
static const char firm_table[] =
	"SELECT 1 FROM information_schema.tables t JOIN information_schema.engines e "
	"ON e.engine = t.engine LEFT JOIN information_schema.triggers g "
	"ON g.event_object_schema = t.table_schema AND g.event_object_table = t.table_name "
	"WHERE t.table_schema = DATABASE() AND t.table_name = ? AND e.transactions = 'YES' "
	"AND g.trigger_name IS NULL";

static const char plain_history[] =
	"SELECT t.table_name, CONCAT('is ', COALESCE(t.engine, 'broken')), "
	"CONCAT('ALTER TABLE `', t.table_name, '` ENGINE=InnoDB, ROW_FORMAT=DEFAULT') "
	"FROM " PLAIN_TABLES " AND t.table_name IN ('glim_migrations', 'glim_steps', 'glim_log')";

/*
 * The values of an ENUM are texts, and its order is that of their numbers. Compared with a text a
 * number of more than 53 bits is rounded, so what is read as a text is made a number again.
 */
static const char keys[] =
	"SELECT NULL, column_name, is_nullable = 'YES', "
	"CASE WHEN data_type IN ('enum', 'set', 'bit') THEN NULL "
	"WHEN data_type = 'decimal' THEN CONCAT('CAST(? AS DECIMAL(', numeric_precision, ',', "
	"numeric_scale, '))') "
	"WHEN column_type LIKE 'bigint%unsigned%' THEN 'CAST(? AS UNSIGNED)' ELSE '?' END, "
	"CASE WHEN CHAR_LENGTH(generation_expression) > 0 OR extra LIKE '%on update%' "
	"THEN column_name END "
	"FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? "
	"UNION ALL SELECT index_name, column_name, 0, NULL, NULL "
	"FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? "
	"AND non_unique = 0";

static const char *const joins[] = { "INSERT", "REPLACE", "UPDATE", "DELETE", NULL };

const struct dialect dialect_mysql = {
	.name = "mysql",
	.product = "MariaDB",
	.begin = "START TRANSACTION",
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.joins = joins,
	.clock_start = "SET @glim_sent = NOW(6)",
	.clock_elapsed = "? + TIMESTAMPDIFF(MICROSECOND, @glim_sent, NOW(6))",
	.row_held = "SET @glim_held = (SELECT 1 UNION ALL SELECT 2 FROM DUAL WHERE NOT EXISTS "
		    "(SELECT 1 FROM glim_migrations WHERE id = ? FOR UPDATE))",
	.row_missing = "21000", /* more than one row */
	.shadow = &mysql_shadow,
	.begin_reading = "START TRANSACTION READ ONLY",
	.column_now = "SELECT column_type, is_nullable FROM information_schema.columns "
		      "WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?",
	.transactional_ddl = false,
	.lexis = MYSQL_LEXIS,
	.rules = mysql_rules,
	.conditions = conditions,
	.restore_last_id = "SET last_insert_id = ",
	.mark = '?',
	.quote = '`',
	.no_values = "() VALUES ()",
	.locate = mysql_locate,
	.missing_object_errors = missing_object_errors,
	.plain_tables = plain_tables,
	.firm_table = firm_table,
	.plain_history = plain_history,
	.plain_why = "it writes to a table whose engine has no transactions",
	.table_exists = "SELECT 1 FROM information_schema.tables "
			"WHERE table_schema = DATABASE() AND table_name = ?",
	.keys = keys,
	.show_table = "SHOW CREATE TABLE ",
	.estimates_rows = "SELECT table_rows FROM information_schema.tables "
			  "WHERE table_schema = DATABASE() AND table_name = ?",
	.running = "SHOW GLOBAL STATUS LIKE 'Threads_running'",
	.replica_status = "SHOW REPLICA STATUS",
	.replica_columns = " Seconds_Behind_Master Seconds_Behind_Source ",
	.locks_rows = " FOR UPDATE",
	.cuts_values = true,
	.create_table = create_table,
	.create_index = create_index,
	.column = add_column,
	.upgrade_column = upgrade_column,
	.add_unique = add_unique,
	.objects = mysql_objects,
	.parse_refused = mysql_parse_refused,
	.show_object = mysql_show_object,
	.clean_object = mysql_clean_object,
	.schema = &mysql_schema,
	.leaves_schema = mysql_leaves_schema,
};
