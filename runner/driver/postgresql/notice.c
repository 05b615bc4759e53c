#include "session.h"

#include <stdlib.h>

#include "base/memory.h"

/* "NOTICE: relation "users" already exists, skipping" */
void notice_receive(void *data, const PGresult *notice)
{
	const struct session *session = data;
	const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY);
	const char *primary = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
	char *line;

	if (!session->settings.notice || !primary)
		return;
	line = memory_format("%s: %s", severity ? severity : "NOTICE", primary);
	session->settings.notice(session->settings.notice_data, line);
	free(line);
}
