#include "command/topics.h"

#include <string.h>

#include "command/paragraph.h"
#include "driver/driver.h"

#define MIGRATION  "extensions.migration"
#define CONNECTION "db.ALIAS"

const struct setting_topic setting_topics[] = {
	{ MIGRATION, "db", "the connection to use (default)" },
	{ MIGRATION, "plugins", "plugin directories ([\"plugins\"])" },
	{ MIGRATION, "sources", "the folder of migration sources (migrations)" },
	{ MIGRATION, "archive", "a folder with every plugin that ran; for rollbacks" },
	{ MIGRATION, "lock_timeout", "wait for another run (60s)" },
	{ MIGRATION, "statement_timeout", "what one statement may take (no limit)" },
	{ MIGRATION, "timeout", "what one migration may take (no limit)" },
	{ MIGRATION, "memory_limit", "what a plugin may use: \"512M\" (no limit)" },
	{ MIGRATION, "out_of_order",
	  "\"run\" or \"stop\" when a pending migration has a lower number than an applied one "
	  "(run)" },
	{ MIGRATION, "dump_after_run",
	  "a file that gets the schema after each run and rollback: .sql, .json or .mmd" },
	{ MIGRATION, "hooks",
	  "{ \"before\", \"after\", \"failure\": each a command as a list of words, \"timeout\" "
	  "(60s) }; glim help hooks" },

	{ CONNECTION, "driver", "the kind of database" }, /* and which there are */
	{ CONNECTION, "url",
	  "all of it as one text: DRIVER://ana@db1:3306/shop, or DRIVER:shop.db for a file" },
	{ CONNECTION, "schema", "the database; a file for an embedded one" },
	{ CONNECTION, "host, port", "where the server is; host may be a socket directory" },
	{ CONNECTION, "socket", "its socket, or the directory of it" },
	{ CONNECTION, "user, password", "the account" },
	{ CONNECTION, "password_file", "a file that holds the password" },
	{ CONNECTION, "ssl", "{ \"ca\", \"cert\", \"key\", \"verify\" }: TLS or no connection" },
	{ CONNECTION, "protected",
	  "true: rollback, redo, repair and baseline want --confirm DATABASE" },
	{ CONNECTION, "galera", "\"single-writer\": all runs go to one node of the cluster" },
	{ CONNECTION, "search_path", "the schemas in which names are looked for, by commas" },
	{ CONNECTION, "throttle",
	  "{ \"lag\", \"replicas\", \"running\" }: a backfill waits while a replica is further "
	  "behind than \"lag\" (\"2s\"), or more threads than \"running\" work on the server; "
	  "\"replicas\" are their addresses, [\"db2:3306\"], where the server itself does not "
	  "know" },
	{ CONNECTION, "service",
	  "an entry of the client library's own file of connections; what its `options` set, such "
	  "as "
	  "search_path, holds where glim sets nothing itself" },
};

const size_t setting_topic_count = sizeof setting_topics / sizeof *setting_topics;

const char settings_found[] =
	"Found by --config, GLIM_CONFIG, ./config.json, /etc/glim/config.json, in this order. "
	"Paths are relative to the file. ${NAME} in a text takes a variable of the environment; "
	"one that is not set is an error. Times: 200ms, 60s, \"5 min\". Unknown keys, keys given "
	"twice and wrong types are errors with line and column. The variable DATABASE_URL is the "
	"connection where none is configured and --db is not given; \"url\": \"${DATABASE_URL}\" "
	"asks for it.\n";

void settings_write_example(struct text *text)
{
	text_print(text,
		   "  {\n"
		   "    \"extensions\": { \"migration\": { \"db\": \"default\", \"plugins\": "
		   "[\"plugins\"] } },\n"
		   "    \"db\": {\n"
		   "      \"default\": { \"driver\": \"%s\", \"schema\": \"glim.db\" }\n"
		   "    }\n"
		   "  }\n",
		   driver_default());
}

void setting_write_text(struct text *text, const struct setting_topic *setting)
{
	text_add(text, setting->text);
	if (strcmp(setting->key, "driver") != 0)
		return;
	for (const char *const *kind = driver_kinds(); *kind; kind++)
		text_print(text, "%s %s", kind == driver_kinds() ? ":" : ",", *kind);
}

enum { KEY_WIDTH = 17, COLUMN = 21 };

static void write_setting(struct text *text, const struct setting_topic *setting)
{
	struct text words = { 0 };

	setting_write_text(&words, setting);
	text_print(text, "  %-*s  ", KEY_WIDTH, setting->key);
	paragraph_add(text, text_get(&words), COLUMN);
	text_finish(&words);
}

void settings_topic_write(struct text *text)
{
	const char *section = "";

	text_add(text, "config.json\n\n");
	settings_write_example(text);
	for (size_t i = 0; i < setting_topic_count; i++) {
		if (strcmp(section, setting_topics[i].section) != 0)
			text_print(text, "\n%s\n", setting_topics[i].section);
		section = setting_topics[i].section;
		write_setting(text, &setting_topics[i]);
	}
	text_add_char(text, '\n');
	paragraph_add(text, settings_found, 0);
}
