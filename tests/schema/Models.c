#include <glim/model.h>
struct person {
	int64_t id;
	const char *name;
	const char *mail;
	double pay;
	bool ok;
	const char *made;
	int64_t boss;
};
static const glim_column person_columns[] = {
	GLIM_COLUMN(struct person, id, GLIM_INTEGER, .primary_key = true, .autoincrement = true),
	GLIM_COLUMN(struct person, name, GLIM_STRING(255), .not_null = true, .default_sql = "'x'"),
	GLIM_COLUMN(struct person, mail, GLIM_STRING(100), .unique = true),
	GLIM_COLUMN(struct person, pay, GLIM_FLOAT, .default_sql = "0"),
	GLIM_COLUMN(struct person, ok, GLIM_BOOLEAN, .default_sql = "TRUE"),
	GLIM_COLUMN(struct person, made, GLIM_DATETIME, .index = true,
		    .default_sql = "CURRENT_TIMESTAMP"),
	GLIM_COLUMN(struct person, boss, GLIM_INTEGER, .references = "people(id)"),
};
GLIM_MODEL(Person, struct person, "people", person_columns);
GLIM_MODELS(&Person);
