#include "dialect/dialect.h"
#include "dialect/schema.h"

#define OURS(name)   "left(" name ", 5) <> 'glim_'"
#define HERE(column) column " = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
/* What an extension brought comes with it. */
#define OWN(class, object)                                                                         \
	"NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '" class "'::regclass AND "       \
									  "e.objid = " object      \
									  " AND e.deptype = 'e')"
#define ALONE(object)                                                                              \
	"NOT EXISTS (SELECT 1 FROM pg_depend i WHERE i.classid = 'pg_class'::regclass "            \
	"AND i.objid = " object " AND i.deptype = 'i' AND i.refclassid = 'pg_class'::regclass "    \
	"AND i.refobjsubid > 0)"

#define EXTENSIONS                                                                                 \
	"SELECT 0 AS place, 0 AS depth, 'extension' AS kind, extname::text AS name, "              \
	"'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(extname) AS sql FROM pg_extension "      \
	"WHERE extname <> 'plpgsql' "

#define ENUMS                                                                                      \
	"UNION ALL SELECT 1, 0, 'type', t.typname, 'CREATE TYPE ' || quote_ident(t.typname) || "   \
	"' AS ENUM (' || (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY "            \
	"l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid) || ')' FROM pg_type t "        \
	"WHERE t.typtype = 'e' AND " HERE("t.typnamespace") " AND " OWN("pg_type", "t.oid") " "

#define DOMAINS                                                                                    \
	"UNION ALL SELECT 1, 1, 'domain', t.typname, 'CREATE DOMAIN ' || quote_ident(t.typname) "  \
	"|| ' AS ' || format_type(t.typbasetype, t.typtypmod) || "                                 \
	"CASE WHEN t.typdefault IS NULL THEN '' ELSE ' DEFAULT ' || t.typdefault END || "          \
	"CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END || coalesce((SELECT string_agg("      \
	"' CONSTRAINT ' || quote_ident(n.conname) || ' ' || pg_get_constraintdef(n.oid, true), "   \
	"'' ORDER BY n.conname COLLATE \"C\") FROM pg_constraint n "                               \
	"WHERE n.contypid = t.oid AND n.contype = 'c'), '') "                                      \
	"FROM pg_type t WHERE t.typtype = 'd' AND " HERE("t.typnamespace") " AND " OWN(            \
		"pg_type", "t.oid") " "

#define COMPOSITES                                                                                 \
	"UNION ALL SELECT 1, 2, 'type', c.relname, 'CREATE TYPE ' || quote_ident(c.relname) || "   \
	"' AS (' || (SELECT string_agg(quote_ident(a.attname) || ' ' || "                          \
	"format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) FROM pg_attribute a "       \
	"WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) || ')' "                \
	"FROM pg_class c WHERE c.relkind = 'c' AND " HERE("c.relnamespace") " AND " OWN(           \
		"pg_class", "c.oid") " "

/* Of an identity column the sequence belongs to the column; of a serial one it is tied later. */
#define SEQUENCES                                                                                  \
	"UNION ALL SELECT 2, 0, 'sequence', c.relname, 'CREATE SEQUENCE ' || "                     \
	"quote_ident(c.relname) || ' AS ' || format_type(s.seqtypid, NULL) || ' START WITH ' || "  \
	"s.seqstart || ' INCREMENT BY ' || s.seqincrement || ' MINVALUE ' || s.seqmin || "         \
	"' MAXVALUE ' || s.seqmax || ' CACHE ' || s.seqcache || "                                  \
	"CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END FROM pg_class c "                          \
	"JOIN pg_sequence s ON s.seqrelid = c.oid WHERE " HERE("c.relnamespace") " AND " ALONE(    \
		"c.oid") " AND " OWN("pg_class",                                                   \
				     "c.oid") " "                                                  \
					      "UNION ALL SELECT 5, 0, 'ownership', c.relname, "    \
					      "'ALTER SEQUENCE ' || "                              \
					      "quote_ident(c.relname) || ' OWNED BY ' || "         \
					      "quote_ident(t.relname) || '.' || "                  \
					      "quote_ident(a.attname) FROM pg_class c JOIN "       \
					      "pg_depend d ON d.objid = c.oid "                    \
					      "AND d.classid = 'pg_class'::regclass AND "          \
					      "d.refclassid = 'pg_class'::regclass "               \
					      "AND d.deptype = 'a' JOIN pg_class t ON t.oid = "    \
					      "d.refobjid JOIN pg_attribute a "                    \
					      "ON a.attrelid = t.oid AND a.attnum = "              \
					      "d.refobjsubid WHERE c.relkind = 'S' AND " HERE(     \
						      "c.relnamespace") " "

/*
 * Before the tables, whose defaults may call them, unless they speak of a table themselves. The one
 * thing that the server shows with its schema whatever the path.
 */
#define ROUTINES                                                                                   \
	"UNION ALL SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_depend d LEFT JOIN pg_type t "        \
	"ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid "                            \
	"LEFT JOIN pg_class r ON r.oid = t.typrelid AND r.relkind <> 'c' "                         \
	"WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid "                               \
	"AND (d.refclassid = 'pg_class'::regclass OR r.oid IS NOT NULL)) THEN 7 ELSE 3 END, 0, "   \
	"CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, "                           \
	"p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', "                   \
	"regexp_replace(rtrim(pg_get_functiondef(p.oid), E'\\n'), "                                \
	"'^(CREATE OR REPLACE (FUNCTION|PROCEDURE) )' || regexp_replace(quote_ident("              \
	"current_schema()), '([^A-Za-z0-9_])', '\\\\\\1', 'g') || '[.]', '\\1') FROM pg_proc p "   \
	"WHERE p.prokind IN ('f', 'p', "                                                           \
	"'w') AND " HERE("p.pronamespace") " AND " OWN("pg_proc", "p.oid") " "

#define COLUMN                                                                                     \
	"E'\\n\\t' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || "   \
	"CASE WHEN a.attcollation <> 0 AND a.attcollation <> y.typcollation THEN ' COLLATE ' || "  \
	"(SELECT quote_ident(l.collname) FROM pg_collation l WHERE l.oid = a.attcollation) "       \
	"ELSE '' END || CASE WHEN a.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY' "       \
	"WHEN a.attidentity = 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY' "                       \
	"WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || "                              \
	"pg_get_expr(f.adbin, f.adrelid) || ') STORED' "                                           \
	"WHEN f.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid) "            \
	"ELSE '' END || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END"

#define CONSTRAINTS                                                                                \
	"coalesce((SELECT string_agg(E',\\n\\tCONSTRAINT ' || quote_ident(n.conname) || ' ' || "   \
	"pg_get_constraintdef(n.oid, true), '' ORDER BY n.contype <> 'p', n.conname "              \
	"COLLATE \"C\") FROM pg_constraint n WHERE n.conrelid = c.oid "                            \
	"AND n.contype IN ('p', 'u', 'c', 'x') AND n.conislocal), '')"

#define TABLES                                                                                     \
	"UNION ALL SELECT 4, (SELECT count(*)::int FROM pg_partition_ancestors(c.oid)), 'table', " \
	"c.relname, CASE c.relpersistence WHEN 'u' THEN 'CREATE UNLOGGED TABLE ' "                 \
	"ELSE 'CREATE TABLE ' END || quote_ident(c.relname) || CASE WHEN c.relispartition THEN "   \
	"' PARTITION OF ' || (SELECT quote_ident(b.relname) FROM pg_inherits h "                   \
	"JOIN pg_class b ON b.oid = h.inhparent WHERE h.inhrelid = c.oid) || ' ' || "              \
	"pg_get_expr(c.relpartbound, c.oid) ELSE ' (' || coalesce((SELECT string_agg(" COLUMN      \
	", ',' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid "       \
	"LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum "                 \
	"WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal), '') " \
	"|| " CONSTRAINTS " || E'\\n)' END || coalesce((SELECT ' INHERITS (' || "                  \
	"string_agg(quote_ident(b.relname), ', ' ORDER BY h.inhseqno) || ')' FROM pg_inherits h "  \
	"JOIN pg_class b ON b.oid = h.inhparent WHERE h.inhrelid = c.oid "                         \
	"AND NOT c.relispartition), '') || CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || "    \
	"pg_get_partkeydef(c.oid) ELSE '' END FROM pg_class c WHERE c.relkind IN ('r', 'p') "      \
	"AND " HERE("c.relnamespace") " AND " OURS("c.relname") " AND " OWN("pg_class",            \
									    "c.oid") " "

/* A constraint makes its own index, a partitioned index those of the partitions. */
#define INDEXES                                                                                    \
	"UNION ALL SELECT CASE t.relkind WHEN 'm' THEN 9 ELSE 5 END, 1, 'index', c.relname, "      \
	"CASE c.relkind WHEN 'I' THEN replace(pg_get_indexdef(c.oid, 0, true), ' ON ONLY ', ' ON " \
	"') "                                                                                      \
	"ELSE pg_get_indexdef(c.oid, 0, true) END FROM pg_index i JOIN pg_class c ON c.oid = "     \
	"i.indexrelid "                                                                            \
	"JOIN pg_class t ON t.oid = i.indrelid WHERE " HERE("c.relnamespace") " AND " OURS(        \
		"t.relname") " AND NOT c.relispartition AND NOT EXISTS (SELECT 1 FROM "            \
			     "pg_constraint n WHERE n.conindid = c.oid AND n.contype IN ('p', "    \
			     "'u', 'x')) AND " OWN("pg_class", "t.oid") " "

#define REFERENCES                                                                                 \
	"UNION ALL SELECT 6, 0, 'reference', t.relname || '.' || n.conname, 'ALTER TABLE ' || "    \
	"quote_ident(t.relname) || ' ADD CONSTRAINT ' || quote_ident(n.conname) || ' ' || "        \
	"pg_get_constraintdef(n.oid, true) FROM pg_constraint n JOIN pg_class t "                  \
	"ON t.oid = n.conrelid WHERE n.contype = 'f' AND n.conparentid = 0 AND " HERE(             \
		"t.relnamespace") " AND " OURS("t.relname") " AND " OWN("pg_class", "t.oid") " "

#define VIEWS                                                                                      \
	"UNION ALL SELECT 8, 0, 'view', c.relname, CASE c.relkind WHEN 'm' THEN "                  \
	"'CREATE MATERIALIZED VIEW ' ELSE 'CREATE VIEW ' END || quote_ident(c.relname) || "        \
	"E' AS\\n' || rtrim(pg_get_viewdef(c.oid, true), ';') || CASE c.relkind WHEN 'm' THEN "    \
	"E'\\n  WITH NO DATA' ELSE '' END FROM pg_class c WHERE c.relkind IN ('v', 'm') "          \
	"AND " HERE("c.relnamespace") " AND " OWN("pg_class", "c.oid") " "

#define TRIGGERS                                                                                   \
	"UNION ALL SELECT 10, 0, 'trigger', t.relname || '.' || g.tgname, "                        \
	"pg_get_triggerdef(g.oid, true) FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid "   \
	"WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND " HERE("t.relnamespace") " AND " OURS(  \
		"t.relname") " "                                                                   \
			     "UNION ALL SELECT 10, 1, 'rule', t.relname || '.' || r.rulename, "    \
			     "rtrim(pg_get_ruledef(r.oid, true), ';') FROM pg_rewrite r "          \
			     "JOIN pg_class t ON t.oid = r.ev_class WHERE r.rulename <> "          \
			     "'_RETURN' AND " HERE("t.relnamespace") " "

#define COMMENTS                                                                                   \
	"UNION ALL SELECT 11, d.objsubid, 'comment', c.relname || coalesce('.' || a.attname, "     \
	"''), "                                                                                    \
	"'COMMENT ON ' || CASE WHEN a.attname IS NOT NULL THEN 'COLUMN ' WHEN c.relkind = 'v' "    \
	"THEN 'VIEW ' WHEN c.relkind = 'm' THEN 'MATERIALIZED VIEW ' ELSE 'TABLE ' END || "        \
	"quote_ident(c.relname) || coalesce('.' || quote_ident(a.attname), '') || ' IS ' || "      \
	"quote_literal(d.description) FROM pg_description d JOIN pg_class c ON c.oid = d.objoid "  \
	"LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid "                \
	"AND d.objsubid > 0 WHERE d.classoid = 'pg_class'::regclass "                              \
	"AND c.relkind IN ('r', 'p', 'v', 'm') AND " HERE("c.relnamespace") " AND " OURS(          \
		"c.relname") " "

static const char objects[] =
	"SELECT o.kind, o.name::text AS name, o.sql::text AS sql, NULL::text AS before FROM "
	"(" EXTENSIONS ENUMS DOMAINS COMPOSITES SEQUENCES ROUTINES TABLES INDEXES REFERENCES VIEWS
		TRIGGERS COMMENTS
	") o ORDER BY o.place, o.depth, o.name COLLATE \"C\", o.kind, o.sql COLLATE \"C\"";

static void write(const struct schema_source *source, struct text *out, struct text *late)
{
	(void)late;
	text_add(out, source->sql);
}

/* Temporary tables come first in the path, so the name is enough. */
static void add_table(struct text *sql, const char *before, const char *table, const char *behind)
{
	struct text name = { 0 };

	dialect_add_name(&dialect_postgresql, &name, table);
	text_add(sql, before);
	schema_add_text(sql, text_get(&name), false);
	text_print(sql, "::regclass%s", behind);
	text_finish(&name);
}

static void columns(struct text *sql, const char *table)
{
	add_table(sql,
		  "SELECT a.attname::text AS \"Field\", format_type(a.atttypid, a.atttypmod) AS "
		  "\"Type\", CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS \"Null\", "
		  "CASE WHEN a.attgenerated = '' THEN pg_get_expr(f.adbin, f.adrelid) END AS "
		  "\"Default\", (SELECT l.collname::text FROM pg_collation l WHERE l.oid = "
		  "a.attcollation AND l.collname <> 'default') AS \"Collation\", "
		  "CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN "
		  "'generated as ' || pg_get_expr(f.adbin, f.adrelid) ELSE '' END AS \"Extra\" "
		  "FROM pg_attribute a LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid "
		  "AND f.adnum = a.attnum WHERE a.attrelid = ",
		  table, " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum");
}

static void keys(struct text *sql, const char *table)
{
	add_table(sql,
		  "SELECT CASE WHEN i.indisprimary THEN 'PRIMARY' ELSE c.relname::text END AS "
		  "\"Key_name\", CASE WHEN i.indisunique THEN 0 ELSE 1 END AS \"Non_unique\", "
		  "coalesce(a.attname::text, '(expression)') AS \"Column_name\" FROM pg_index i "
		  "JOIN pg_class c ON c.oid = i.indexrelid "
		  "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place) "
		  "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
		  "AND k.attnum > 0 WHERE k.place <= i.indnkeyatts AND i.indrelid = ",
		  table, " ORDER BY c.relname COLLATE \"C\", k.place");
}

#define RULE_NAME                                                                                  \
	" WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' "             \
	"WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END"

static void references(struct text *sql, const char *table)
{
	add_table(sql,
		  "SELECT n.conname::text AS \"Key_name\", a.attname::text AS \"Column_name\", "
		  "t.relname::text AS \"To_table\", b.attname::text AS \"To_column\", "
		  "CASE n.confdeltype" RULE_NAME " AS \"On_delete\", "
		  "CASE n.confupdtype" RULE_NAME " AS \"On_update\" "
		  "FROM pg_constraint n JOIN pg_class t ON t.oid = n.confrelid CROSS JOIN LATERAL "
		  "unnest(n.conkey, n.confkey) WITH ORDINALITY AS k(own, other, place) "
		  "JOIN pg_attribute a ON a.attrelid = n.conrelid AND a.attnum = k.own "
		  "JOIN pg_attribute b ON b.attrelid = n.confrelid AND b.attnum = k.other "
		  "WHERE n.contype = 'f' AND n.conrelid = ",
		  table, " ORDER BY n.conname COLLATE \"C\", k.place");
}

#define OF_TABLES                                                                                  \
	"pg_catalog.pg_class c WHERE " HERE("c.relnamespace") " AND " OURS("c.relname") " AND "

static const char left_out[] =
	"SELECT 'the row security of ' || c.relname AS what FROM " OF_TABLES "c.relrowsecurity "
	"UNION ALL SELECT 'the rights on ' || c.relname FROM " OF_TABLES "c.relacl IS NOT NULL "
	"UNION ALL SELECT 'the options of ' || c.relname || ' (' || "
	"pg_catalog.array_to_string(c.reloptions, ', ') || ')' FROM " OF_TABLES
	"c.reloptions IS NOT NULL "
	"UNION ALL SELECT 'the replica identity of ' || c.relname FROM " OF_TABLES
	"c.relkind IN ('r', 'p') AND c.relreplident <> 'd' "
	"UNION ALL SELECT 'the policy ' || p.polname || ' of ' || c.relname "
	"FROM pg_catalog.pg_policy p, " OF_TABLES "c.oid = p.polrelid "
	"UNION ALL SELECT 'that the trigger ' || t.tgname || ' of ' || c.relname || "
	"' is not enabled as usual' FROM pg_catalog.pg_trigger t, " OF_TABLES
	"c.oid = t.tgrelid AND NOT t.tgisinternal AND t.tgenabled <> 'O' "
	"UNION ALL SELECT 'that the constraint ' || n.conname || ' of ' || c.relname || "
	"' is not validated' FROM pg_catalog.pg_constraint n, " OF_TABLES
	"c.oid = n.conrelid AND NOT n.convalidated "
	"UNION ALL SELECT 'the statistics ' || stxname FROM pg_catalog.pg_statistic_ext "
	"WHERE " HERE(
		"stxnamespace") " "
				"UNION ALL SELECT 'the aggregate ' || proname FROM "
				"pg_catalog.pg_proc "
				"WHERE prokind = 'a' AND " HERE(
					"pronamespace") " "
							"UNION ALL SELECT 'the operator ' || "
							"oprname FROM pg_catalog.pg_operator "
							"WHERE " HERE(
								"oprnamespace") " "
										"UNION ALL SELECT "
										"'the collation ' "
										"|| collname FROM "
										"pg_catalog.pg_"
										"collation "
										"WHERE " HERE(
											"collnamesp"
											"ace") " "
											       "UNI"
											       "ON "
											       "ALL"
											       " SE"
											       "LEC"
											       "T "
											       "'th"
											       "e "
											       "tex"
											       "t "
											       "sea"
											       "rch"
											       " co"
											       "nfi"
											       "gur"
											       "ati"
											       "on "
											       "' "
											       "|| "
											       "cfg"
											       "nam"
											       "e "
											       "FRO"
											       "M "
											       "pg_"
											       "cat"
											       "alo"
											       "g."
											       "pg_"
											       "ts_"
											       "con"
											       "fig"
											       " WH"
											       "ERE"
											       " " HERE(
												       "cfgnamespace") " "
														       "ORDER BY what";

const struct schema_dialect postgresql_schema = {
	.objects = objects,
	.left_out = left_out,
	.write = write,
	.first = "SET check_function_bodies = false",
	.last = "RESET check_function_bodies",
	.columns = columns,
	.keys = keys,
	.references = references,
	.create_temporary = "CREATE TEMPORARY TABLE",
	.drop_temporary = "DROP TABLE IF EXISTS pg_temp.",
};
