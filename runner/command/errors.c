#include "command/topics.h"

#include "command/paragraph.h"

enum { INDENT = 10 };

const struct error_topic error_topics[ERROR_CODES] = {
	[ERROR_USAGE] = {
		"The command line is not understood, or names something that does not go together.",
		"The sentence quotes the word at fault. Options are spelled in full.",
		"See `glim help COMMAND`.",
	},
	[ERROR_UNKNOWN_NAME] = {
		"No migration, model or source has the name that was given.",
		"`glim migration:status` lists the names. A name is the plugin's without its leading "
		"number, or the whole stem, or the name without `Migration`; never a part of it. "
		"SQL's number may be left out where no other migration has the same name.",
		"Correct the name, or put the plugin into a plugin directory.",
	},
	[ERROR_CONFIG] = {
		"config.json, or a folder that it names, cannot be used.",
		"`at` has the file, line and column. `glim config` shows every setting and where it "
		"comes from.",
		"Correct the setting; `glim help config` lists them all.",
	},
	[ERROR_SECRET] = {
		"A password or another text could not be taken from the environment or a file.",
		"Is the variable of ${NAME} set for this user, is password_file readable?",
		"Set the variable, or give the file to the user who runs glim, mode 0600.",
	},
	[ERROR_DRIVER] = {
		"The driver module of this kind of database cannot be loaded.",
		"`glim version -v` loads each module and says what is missing.",
		"Install the client library that is named there, or install glim again.",
	},
	[ERROR_PLUGIN_REFUSED] = {
		"A plugin file cannot be trusted or cannot be loaded on this system. Nothing was "
		"started.",
		"`glim migration:validate` names every such file with its reason: owner, rights, "
		"machine, missing library, no run().",
		"Build or copy the file again, as the right user.",
	},
	[ERROR_PLUGIN_ABI] = {
		"A plugin was built for another version of the plugin interface.",
		"`glim version` names the version that this program speaks.",
		"Build the plugin again with the headers of this program, or install a newer glim.",
	},
	[ERROR_BUILD] = {
		"A source did not compile, or compiler or make are not installed.",
		"The compiler's own words stand above the error. `-v` shows its command lines.",
		"Correct the source and build again. Plugins that were built before are untouched.",
	},
	[ERROR_CONNECT] = {
		"Nobody answers where the database should be, or the connection broke.",
		"Host, port or socket in `glim config`; is the server up and reachable from here?",
		"Try again once it is; `--wait 60s` waits for a server that is starting.",
	},
	[ERROR_AUTH] = {
		"The server refused the login or a right, or takes no writes.",
		"`says` has the server's words. User and database stand in `glim config`.",
		"Correct user, password or rights; on a replica, name the primary instead.",
	},
	[ERROR_LOCKED] = {
		"Another run holds the lock of this database, and did not end within --lock-timeout.",
		"The sentence names the holder, its host and what it is executing.",
		"Wait and try again. The lock ends with its session, so it is never stale.",
	},
	[ERROR_SQL] = {
		"The database refused a statement of the migration.",
		"`says` has the database's words, `at` the line in the source, `sql` the statement, "
		"`state` what is kept.",
		"Correct the plugin and run again, or roll the migration back.",
	},
	[ERROR_PLUGIN_CRASH] = {
		"The plugin's code crashed, or left without returning from run() or rollback().",
		"The sentence names the signal and the function, `at` the last call that was made.",
		"Correct the plugin; it may be loaded into a debugger like any shared object.",
	},
	[ERROR_PLUGIN_ERROR] = {
		"run() or rollback() returned a failure of its own, or broke a rule of the interface.",
		"The sentence has the plugin's words; the rules stand in <glim/migration.h>.",
		"Do what it says, or correct the plugin.",
	},
	[ERROR_TIMEOUT] = {
		"A migration or a statement took longer than it may.",
		"Timeouts in `glim config`, --statement-timeout, and GLIM_OPTIONS in the source.",
		"Allow more time, or do the work in smaller parts.",
	},
	[ERROR_CANCELLED] = {
		"A signal, or an administrator of the database, stopped the run.",
		"`state` says what is kept.",
		"Run again: what is applied stays, the rest follows.",
	},
	[ERROR_HISTORY] = {
		"The history tables are not there or have no transactions, or their rows cannot be "
"right.",
		"Is this the database that you mean? See the head of `glim migration:status`.",
		"`glim migration:init` creates or upgrades the tables.",
	},
	[ERROR_DEPENDENTS] = {
		"A migration on which applied ones depend was to be rolled back.",
		"The sentence names those that depend on it.",
		"Roll them back first, newest first.",
	},
	[ERROR_IRREVERSIBLE] = {
		"A migration to be rolled back has no way back. Nothing was undone.",
		"The plugin has no rollback(), or says .irreversible = 1.",
		"Write a new migration that takes the change back.",
	},
	[ERROR_DRIFTED] = {
		"A plugin is not the one that was applied under its name.",
		"`glim migration:validate` compares all of them with the history.",
		"Put the original file back; changes belong into a new migration. An archive makes "
		"the original file unnecessary. If the deployed one is right: `glim migration:repair "
		"NAME --accept-checksum`.",
	},
	[ERROR_MISSING] = {
		"The plugin of an applied migration is in no plugin directory.",
		"`glim migration:status` shows it as missing; is --plugins or the release right?",
		"Put the file back, or name the folder that has it with --plugins. With \"archive\" "
		"in config.json a rollback needs no deployed plugin.",
	},
	[ERROR_FAILED] = {
		"A migration failed earlier and left steps behind that could not be undone.",
		"`glim migration:status` shows it, with the error that it had.",
		"Follow the `next` lines: correct the plugin and run, or roll it back by its name. "
		"What was mended by hand: `glim migration:repair NAME --mark applied` or `pending`.",
	},
	[ERROR_INTERRUPTED] = {
		"A run was killed or cut off in the middle of a migration.",
		"`state` says which steps are known to be done.",
		"Follow the `next` lines. What only a person can know: look at the database, then "
		"`glim migration:repair NAME --mark applied` or `pending`.",
	},
	[ERROR_PROTECTED] = {
		"The connection is protected, or nobody could be asked for consent.",
		"`protected` in `glim config`; without a terminal nobody is asked.",
		"Give --confirm with the database's name, or --yes, if you mean it.",
	},
	[ERROR_HOOK] = {
		"The command that `hooks` in config.json runs before a run failed or took too long.",
		"What it printed stands above; glim help hooks tells what it is given.",
		"Mend what it complains of, or the command, then try again: nothing was started.",
	},
	[ERROR_OUTPUT] = {
		"All went well, but stdout could not be written: a full disk or a closed pipe.",
		"Where stdout goes to.",
		"Nothing needs to be repeated; `glim migration:status` shows what was done.",
	},
	[ERROR_INTERNAL] = {
		"Something that cannot happen has happened, or the system ran out of means.",
		"The sentence, and `-v`.",
		"Please report it with both.",
	},
};

void error_topic_write(struct text *text, enum error_code code)
{
	const struct error_topic *topic = &error_topics[code];
	const struct error example = { .code = code };

	text_print(text, "%s (exit %d)\n", error_slug(code), error_exit_code(&example));
	text_add(text, "  cause   ");
	paragraph_add(text, topic->cause, INDENT);
	text_add(text, "  check   ");
	paragraph_add(text, topic->check, INDENT);
	text_add(text, "  fix     ");
	paragraph_add(text, topic->fix, INDENT);
}

void error_topics_write(struct text *text)
{
	for (int code = ERROR_NONE + 1; code < ERROR_CODES; code++) {
		text_add(text, code > ERROR_NONE + 1 ? "\n" : "");
		error_topic_write(text, (enum error_code)code);
	}
}
