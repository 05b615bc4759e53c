#include "command/topics.h"

#include <string.h>

#include "driver/driver.h"

static const struct {
	const char *code, *meaning, *touched, *retry;
} exit_codes[] = {
	{ "0", "done, or nothing to do", "as asked", "" },
	{ "1", "a migration failed or was cancelled", "maybe", "no" },
	{ "2", "bad command line, unknown name", "no", "no" },
	{ "3", "configuration or plugin cannot be used", "no", "no" },
	{ "4", "database unreachable, or login refused", "no", "if unreachable" },
	{ "5", "another run holds the lock", "no", "yes" },
	{ "6", "the history needs a person", "no", "no" },
	{ "7", "refused: protected, no consent", "no", "no" },
	{ "10", "a check says no", "no", "" },
	{ "129", "stopped by SIGHUP", "maybe", "no" },
	{ "130", "stopped by SIGINT (Ctrl-C)", "maybe", "no" },
	{ "143", "stopped by SIGTERM", "maybe", "no" },
};

enum { EXIT_CODES = sizeof exit_codes / sizeof *exit_codes };

void topics_write_exit_codes(struct text *text)
{
	for (size_t i = 0; i < EXIT_CODES; i++)
		text_print(text, "  %3s  %s\n", exit_codes[i].code, exit_codes[i].meaning);
}

static void write_exit_codes(struct text *text)
{
	text_print(text, "%-4s  %-38s  %-8s  %s\n", "CODE", "MEANING", "DATABASE", "TRY AGAIN");
	for (size_t i = 0; i < EXIT_CODES; i++) {
		text_print(text, "%4s  %-38s  %s", exit_codes[i].code, exit_codes[i].meaning,
			   exit_codes[i].touched);
		if (*exit_codes[i].retry)
			text_print(text, "%*s%s", 10 - (int)strlen(exit_codes[i].touched), "",
				   exit_codes[i].retry);
		text_add_char(text, '\n');
	}
	text_add(text,
		 "\nDATABASE: whether it may have been changed. TRY AGAIN: whether a machine\n"
		 "should, without a person. With 4, `error.code` of --json says which: connect\n"
		 "may be tried again, auth not.\n");
}

static const char *embedded_kind(void)
{
	const char *const *kind = driver_kinds();

	while (*kind && !driver_is_embedded(*kind))
		kind++;
	return *kind ? *kind : "";
}

static const char settings[] =
	"\n"
	"extensions.migration\n"
	"  db                 the connection to use (default)\n"
	"  plugins            plugin directories ([\"plugins\"])\n"
	"  sources            the folder of migration sources (migrations)\n"
	"  archive            a folder with every plugin that ran; for rollbacks\n"
	"  lock_timeout       wait for another run (60s)\n"
	"  statement_timeout  what one statement may take (no limit)\n"
	"  timeout            what one migration may take (no limit)\n"
	"  memory_limit       what a plugin may use: \"512M\" (no limit)\n"
	"  out_of_order       \"run\" or \"stop\" when a pending migration has a lower\n"
	"                     number than an applied one (run)\n"
	"\n"
	"db.ALIAS\n"
	"  driver             the kind of database:";

static const char settings_of_connection[] =
	"  schema             the database; a file for an embedded one\n"
	"  host, port         where the server is; host may be a socket directory\n"
	"  socket             its socket, or the directory of it\n"
	"  user, password     the account\n"
	"  password_file      a file that holds the password\n"
	"  ssl                { \"ca\", \"cert\", \"key\", \"verify\" }: TLS or no connection\n"
	"  protected          true: rollback, redo, repair and baseline want --confirm\n"
	"                     DATABASE\n"
	"  galera             \"single-writer\": all runs go to one node of the cluster\n"
	"\n"
	"Found by --config, GLIM_CONFIG, ./config.json, /etc/glim/config.json, in this\n"
	"order. Paths are relative to the file. ${NAME} in a text takes a variable of\n"
	"the environment; one that is not set is an error. Times: 200ms, 60s, \"5 min\".\n"
	"Unknown keys, keys given twice and wrong types are errors with line and column.\n";

static void write_config(struct text *text)
{
	text_print(text,
		   "config.json\n"
		   "\n"
		   "  {\n"
		   "    \"extensions\": { \"migration\": { \"db\": \"default\", \"plugins\": "
		   "[\"plugins\"] } },\n"
		   "    \"db\": {\n"
		   "      \"default\": { \"driver\": \"%s\", \"schema\": \"glim.db\" }\n"
		   "    }\n"
		   "  }\n",
		   embedded_kind());
	text_add(text, settings);
	for (const char *const *kind = driver_kinds(); *kind; kind++)
		text_print(text, " %s", *kind);
	text_add_char(text, '\n');
	text_add(text, settings_of_connection);
}

const struct topic topics[] = {
	{ "config", "config.json and all its settings", write_config },
	{ "errors", "every error: cause, check, fix", error_topics_write },
	{ "exit-codes", "what the exit status tells a machine", write_exit_codes },
};

const size_t topic_count = sizeof topics / sizeof *topics;
