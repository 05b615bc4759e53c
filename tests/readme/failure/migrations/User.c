#include <glim/model.h>

struct user {
	int64_t id;
	const char *name;
	const char *fullname;
	const char *password;
};

static const glim_column user_columns[] = {
	GLIM_COLUMN(struct user, id, GLIM_INTEGER, .primary_key = true),
	GLIM_COLUMN(struct user, name, GLIM_STRING(255)),
	GLIM_COLUMN(struct user, fullname, GLIM_STRING(255)),
	GLIM_COLUMN(struct user, password, GLIM_STRING(255)),
};

GLIM_MODEL(User, struct user, "users", user_columns);
GLIM_MODELS(&User);
