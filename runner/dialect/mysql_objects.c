#include "dialect/mysql_objects.h"

#include <string.h>

#include "dialect/rules.h"

#define WHY_TRUNCATE "emptying a table leaves no trace in its definition"
#define WHY_ROUTINE  "what a routine or a block of statements did cannot be seen from outside"
#define WHY_PREPARED "what a prepared statement did cannot be seen from its name"
#define WHY_ROWS     "rows that were read in or out leave no trace in a definition"
#define WHY_COMMENT                                                                                \
	"it has a comment that some servers execute and others skip, and which changes what it is"
#define WHY_CALL "it calls what may have done anything"

static void decide_set(struct reading, struct object_list *);
static void decide_set_statement(struct reading, struct object_list *);

/* The first that matches counts. */
static const struct opening {
	const char *words;
	const char *why; /* it cannot be known */
	void (*decide)(struct reading, struct object_list *);
} openings[] = {
	{ "CREATE", NULL, mysql_create_objects },
	{ "ALTER", NULL, mysql_alter_objects },
	{ "DROP", NULL, mysql_drop_objects },
	{ "RENAME", NULL, mysql_rename_objects },
	{ "TRUNCATE", WHY_TRUNCATE, NULL },

	{ "ANALYZE TABLE", NULL, NULL },
	{ "ANALYZE TABLES", NULL, NULL },
	{ "ANALYZE LOCAL TABLE", NULL, NULL },
	{ "ANALYZE LOCAL TABLES", NULL, NULL },
	{ "ANALYZE NO_WRITE_TO_BINLOG TABLE", NULL, NULL },
	{ "ANALYZE NO_WRITE_TO_BINLOG TABLES", NULL, NULL },
	{ "CACHE INDEX", NULL, NULL },
	{ "CHECK", NULL, NULL },
	{ "CHECKSUM", NULL, NULL },
	{ "FLUSH", NULL, NULL },
	{ "GRANT", NULL, NULL },
	{ "INSTALL PLUGIN IF NOT EXISTS", NULL, NULL },
	{ "LOAD INDEX", NULL, NULL },
	{ "LOCK", NULL, NULL },
	{ "OPTIMIZE", NULL, NULL },
	{ "REPAIR", NULL, NULL },
	{ "RESET QUERY CACHE", NULL, NULL },
	{ "UNINSTALL PLUGIN IF EXISTS", NULL, NULL },
	{ "UNINSTALL SONAME IF EXISTS", NULL, NULL },
	{ "UNLOCK", NULL, NULL },

	{ "SET STATEMENT", NULL, decide_set_statement },
	{ "SET PASSWORD", NULL, NULL },
	{ "SET DEFAULT ROLE", NULL, NULL },
	{ "SET", NULL, decide_set },

	{ "BEGIN", WHY_ROUTINE, NULL },
	{ "IF", WHY_ROUTINE, NULL },
	{ "CALL", WHY_ROUTINE, NULL },
	{ "EXECUTE", WHY_PREPARED, NULL },
	{ "LOAD", WHY_ROWS, NULL },
	{ "SELECT", WHY_ROWS, NULL },
	{ "REVOKE", MYSQL_WHY_ACCOUNT, NULL },
};

void mysql_cannot_know(struct object_list *out, const char *why)
{
	object_list_finish(out);
	out->fate = FATE_UNKNOWABLE;
	out->why = why;
}

static void read_statement(struct reading reading, struct object_list *out)
{
	mysql_cannot_know(out, MYSQL_WHY_NOT_KNOWN);
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		const struct opening *opening = &openings[i];

		if (!reading_accept_all(&reading, opening->words))
			continue;
		if (opening->decide)
			opening->decide(reading, out);
		else if (opening->why)
			out->why = opening->why;
		else
			out->fate = FATE_REPEATABLE;
		return;
	}
}

/* SET STATEMENT name = value, .. FOR statement */
static void decide_set_statement(struct reading reading, struct object_list *out)
{
	struct reading settings = reading;

	if (!reading_find(&reading, "FOR"))
		return;
	while (settings.token.at < reading.token.at)
		if (token_is_symbol(reading_take(&settings), '('))
			return;
	reading_take(&reading);
	read_statement(reading, out);
}

static void decide_set(struct reading reading, struct object_list *out)
{
	while (!reading_ended(&reading)) {
		if (token_is_symbol(reading_take(&reading), '(')) {
			out->why = WHY_CALL;
			return;
		}
	}
	out->fate = FATE_REPEATABLE;
}

bool mysql_has_executable_comment(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	do
		token = scanner_read(&scanner);
	while (token.kind != TOKEN_END && token.kind != TOKEN_EXECUTABLE);
	return token.kind == TOKEN_EXECUTABLE;
}

/* Whether such a comment runs depends on the server's version: both readings have to agree. */
static void compare_readings(const struct lexis *lexis, const char *sql, struct object_list *out)
{
	struct lexis other_server = *lexis;
	struct object_list other = { 0 };

	other_server.executable_comments = false;
	read_statement(reading_begin(&other_server, sql), &other);
	if (!object_list_equal(out, &other))
		mysql_cannot_know(out, WHY_COMMENT);
	object_list_finish(&other);
}

void mysql_objects(const struct lexis *lexis, const char *sql, struct object_list *out)
{
	*out = (struct object_list){ 0 };
	read_statement(reading_begin(lexis, sql), out);
	if (mysql_has_executable_comment(lexis, sql))
		compare_readings(lexis, sql, out);
	if (out->fate != FATE_UNKNOWABLE)
		out->why = NULL;
}
