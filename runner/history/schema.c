#include "history/history.h"

#include "driver/driver.h"

#include <glim/model.h>

/* InnoDB's longest key of utf8mb4 and the original's own length. */
enum { NAME_LENGTH = 255 };

#define STRING(characters) .type = GLIM_COLUMN_STRING, .length = (characters)

static const struct column migrations_columns[] = {
	{ .name = "id", STRING(NAME_LENGTH), .primary_key = true, .not_null = true },
	{ .name = "name", STRING(NAME_LENGTH), .not_null = true, .unique = true, .bytewise = true },
	{ .name = "created_at", .type = GLIM_COLUMN_DATETIME },
	{ .name = "description", .type = GLIM_COLUMN_TEXT },
	{ .name = "state", STRING(16) },
	{ .name = "direction", STRING(16) },
	{ .name = "checksum", STRING(64) },
	{ .name = "source_checksum", STRING(64) },
	{ .name = "depends", .type = GLIM_COLUMN_TEXT },
	{ .name = "reversible", .type = GLIM_COLUMN_BOOLEAN },
	{ .name = "statements", .type = GLIM_COLUMN_BIGINT },
	{ .name = "duration_us", .type = GLIM_COLUMN_BIGINT },
	{ .name = "applied_by", STRING(NAME_LENGTH) },
	{ .name = "runner", STRING(64) },
	{ .name = "error", .type = GLIM_COLUMN_TEXT },
};

static const struct column steps_columns[] = {
	{ .name = "name",
	  STRING(NAME_LENGTH),
	  .primary_key = true,
	  .not_null = true,
	  .bytewise = true },
	{ .name = "direction", STRING(16), .primary_key = true, .not_null = true },
	{ .name = "step", .type = GLIM_COLUMN_BIGINT, .primary_key = true, .not_null = true },
	{ .name = "state", STRING(16), .not_null = true },
	{ .name = "created_at", .type = GLIM_COLUMN_DATETIME },
	{ .name = "site", .type = GLIM_COLUMN_TEXT },
	{ .name = "sql_text", .type = GLIM_COLUMN_TEXT },
	{ .name = "sql_hash", STRING(64) },
	{ .name = "fingerprint", .type = GLIM_COLUMN_TEXT },
	{ .name = "note", .type = GLIM_COLUMN_TEXT },
	{ .name = "journal", .type = GLIM_COLUMN_BLOB },
	{ .name = "code", .type = GLIM_COLUMN_BIGINT },
	{ .name = "changes", .type = GLIM_COLUMN_BIGINT },
	{ .name = "last_id", .type = GLIM_COLUMN_BIGINT },
};

static const struct column log_columns[] = {
	{ .name = "id", STRING(NAME_LENGTH), .primary_key = true, .not_null = true },
	{ .name = "created_at", .type = GLIM_COLUMN_DATETIME },
	{ .name = "event", STRING(16), .not_null = true },
	{ .name = "name", STRING(NAME_LENGTH), .bytewise = true, .index = true },
	{ .name = "direction", STRING(16) },
	{ .name = "checksum", STRING(64) },
	{ .name = "statements", .type = GLIM_COLUMN_BIGINT },
	{ .name = "duration_us", .type = GLIM_COLUMN_BIGINT },
	{ .name = "applied_by", STRING(NAME_LENGTH) },
	{ .name = "runner", STRING(64) },
	{ .name = "reason", .type = GLIM_COLUMN_TEXT },
	{ .name = "error", .type = GLIM_COLUMN_TEXT },
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

const struct model history_migrations = {
	.name = "glim_migrations",
	.table = "glim_migrations",
	.columns = migrations_columns,
	.count = COUNT(migrations_columns),
};

const struct model history_steps = {
	.name = "glim_steps",
	.table = "glim_steps",
	.columns = steps_columns,
	.count = COUNT(steps_columns),
};

const struct model history_log = {
	.name = "glim_log",
	.table = "glim_log",
	.columns = log_columns,
	.count = COUNT(log_columns),
};
