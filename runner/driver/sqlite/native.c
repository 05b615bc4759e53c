#include "session.h"

#include <errno.h>
#include <string.h>

#include "base/memory.h"

static const struct {
	int code; /* extended, or the primary one for all of its kind */
	enum failure_kind kind;
	const char *hint;
} codes[] = {
	{ SQLITE_PERM, FAILURE_AUTH, NULL },
	{ SQLITE_AUTH, FAILURE_AUTH, NULL },
	{ SQLITE_BUSY, FAILURE_LOCK_WAIT, "another program is writing to the database file" },
	{ SQLITE_LOCKED, FAILURE_LOCK_WAIT, NULL },
	{ SQLITE_PROTOCOL, FAILURE_LOCK_WAIT, NULL },
	{ SQLITE_READONLY, FAILURE_READ_ONLY,
	  "the file, its folder and its journal have to be writable" },
	{ SQLITE_INTERRUPT, FAILURE_CANCELLED, NULL },
	{ SQLITE_IOERR, FAILURE_LOST, NULL },
	{ SQLITE_FULL, FAILURE_FULL, NULL },
	{ SQLITE_CANTOPEN, FAILURE_CONNECT,
	  "the file, its folder and its journal have to be readable and writable" },
	{ SQLITE_CORRUPT, FAILURE_REFUSED, "PRAGMA integrity_check tells what is damaged" },
	{ SQLITE_NOTADB, FAILURE_REFUSED,
	  "\"schema\" names a file that is not a database, or an encrypted one" },
};

/* One number stands for all of these, so the words decide. */
static const struct {
	const char *words;
	enum failure_kind kind;
} texts[] = {
	{ "no such table", FAILURE_NO_TABLE },
	{ "no such savepoint", FAILURE_NO_SAVEPOINT },
	{ "no transaction is active", FAILURE_NO_SAVEPOINT },
};

static enum failure_kind kind_of_text(const char *message)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strstr(message, texts[i].words))
			return texts[i].kind;
	return FAILURE_SQL;
}

/* SQLite undoes the whole transaction after some errors and only tells by this. */
static bool transaction_is_gone(struct session *session, bool was_open)
{
	return was_open && sqlite3_get_autocommit(session->db);
}

bool native_failure(struct session *session, bool was_open, struct failure *failure)
{
	int code = sqlite3_extended_errcode(session->db);
	const char *message = sqlite3_errmsg(session->db);
	enum failure_kind kind = FAILURE_SQL;
	const char *hint = NULL;

	if (code == SQLITE_CONSTRAINT_COMMITHOOK || code == SQLITE_READONLY_DBMOVED)
		return failure_set(failure, FAILURE_READ_ONLY, SQLITE_READONLY_DBMOVED,
				   "the database file was removed or replaced while it was open");
	if ((code & 0xff) == SQLITE_ERROR)
		kind = kind_of_text(message);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (codes[i].code != (code & 0xff))
			continue;
		kind = codes[i].kind;
		hint = codes[i].hint;
	}
	if ((kind == FAILURE_SQL || kind == FAILURE_LOCK_WAIT) &&
	    transaction_is_gone(session, was_open))
		kind = FAILURE_CONFLICT;
	failure_set(failure, kind, code, "%s", message);
	failure->hint = memory_copy(hint);
	failure->position = (size_t)sqlite3_error_offset(session->db) + 1;
	return false;
}
