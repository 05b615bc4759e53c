#include "command/edit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/version.h"
#include "catalog/archive.h"
#include "command/command.h"
#include "command/consent.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "command/who.h"
#include "execute/transaction.h"
#include "history/writable.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"

static bool is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
}

static bool stopped(struct error *error)
{
	if (!interrupt_signal())
		return false;
	error_set(error, ERROR_CANCELLED, "cancelled");
	error->exit_code = 128 + interrupt_signal();
	error_line(&error->state, "nothing was changed");
	return true;
}

bool edit_reason(struct edit *edit, struct error *error)
{
	const struct options *options = edit->options;

	edit->reason = options->reason
			       ? memory_copy(options->reason)
			       : output_ask(&edit->options->output, options->no_input,
					    "why? The answer is kept in the log of the database: ");
	if (edit->reason && !is_blank(edit->reason))
		return true;
	if (stopped(error))
		return false;
	error_set(error, ERROR_USAGE, "migration:%s wants a reason, which is kept in the log",
		  options->command->verb);
	error_line(&error->state, "nothing was changed");
	error_next(error, "add --reason \"why\"");
	return false;
}

static bool read_again(struct edit *edit, struct error *error)
{
	struct history *history = history_read(edit->db, error);

	if (!history || !history_require(history, edit->db, error)) {
		history_destroy(history);
		return false;
	}
	history_destroy(edit->history);
	edit->history = history;
	return true;
}

bool edit_open(struct edit *edit, struct options *options, struct error *error)
{
	edit->options = options;
	edit->config = settings_load(options, false, error);
	edit->catalog = edit->config ? plugins_read(options, edit->config, error) : NULL;
	if (!edit->catalog)
		return false;
	edit->db = database_open(edit->config, DATABASE_WRITES,
				 options->wait > 0 ? options->wait : 0, error);
	if (!edit->db)
		return false;
	consent_keep_alive(options, edit->db);
	edit->by = who_full(options, edit->db->server.account);
	return read_again(edit, error);
}

void edit_close(struct edit *edit)
{
	history_destroy(edit->history);
	consent_keep_alive(edit->options, NULL);
	database_close(edit->db);
	catalog_destroy(edit->catalog);
	config_destroy(edit->config);
	free(edit->reason);
	free(edit->by);
}

bool edit_consent(struct edit *edit, const char *what, struct error *error)
{
	const struct connection *connection = edit->config->connection;

	return consent_protected(edit->options, connection, connection->schema, error) &&
	       consent_edit(edit->options, what, error);
}

bool edit_lock(struct edit *edit, struct error *error)
{
	return lock_take(edit->db, edit->config->lock_timeout, &edit->options->output, error) &&
	       read_again(edit, error) && history_undoable(edit->db, error);
}

bool edit_read_plugin(struct edit *edit, struct entry *entry, char checksum[65], const char *state,
		      struct error *error)
{
	struct plugin_image image;
	bool kept = false;

	if (catalog_open_image(edit->catalog, entry, &image, error)) {
		memcpy(checksum, image.checksum, sizeof image.checksum);
		kept = archive_keep(edit->catalog, entry->name, &image, error);
		close(image.fd);
	} else {
		error_next(error, "deploy a sound file, then try again");
	}
	if (!kept)
		error_line(&error->state, "%s", state);
	return kept;
}

void edit_fill(const struct edit *edit, struct record_entry *record, const struct entry *entry,
	       const char *checksum, const char *depends)
{
	const struct plugin_facts *facts = &entry->facts;

	record->name = entry->name;
	record->description = facts->description;
	record->checksum = checksum;
	record->source_checksum = facts->source_checksum;
	record->depends = depends;
	record->reversible = facts->has_rollback && !facts->irreversible;
	record->applied_by = edit->by;
	record->runner = "glim " GLIM_VERSION;
}

bool edit_commit(struct edit *edit, bool (*write)(struct edit *, void *, struct failure *),
		 void *data, struct error *error)
{
	struct transaction transaction = { .db = edit->db };
	struct failure failure = { 0 };
	bool written, done;

	if (stopped(error))
		return false;
	edit->db->finishing = true;
	packet_open(edit->db, NULL, NULL); /* a team may take over 10,000 of them */
	written = transaction_open(&transaction, &failure) && write(edit, data, &failure) &&
		  transaction_check(&transaction, &failure);
	done = written && transaction_commit(&transaction, &failure);
	if (!done) {
		database_explain(edit->db, &failure, "editing the history", error);
		error_line(&error->state, "%s",
			   written && failure.kind == FAILURE_LOST
				   ? "whether it was changed is not known: glim migration:log"
				   : "nothing was changed");
		if (failure.kind != FAILURE_LOST)
			transaction_undo(&transaction);
	}
	edit->db->packet.open = false;
	edit->db->finishing = false;
	failure_finish(&failure);
	return done;
}
