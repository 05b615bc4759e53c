/* The users that docs/data.md and glim/data.h speak of: 100,000 of them, as people typed them. */
#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *users;
	char email[64], name[16];

	glim_exec(ctx, "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255), "
		       "name VARCHAR(40))");
	glim_exec(ctx, "CREATE TABLE addresses (user INTEGER PRIMARY KEY, host VARCHAR(255))");
	users = glim_bulk_open(ctx, .table = "users", .columns = "id, email, name");
	for (int i = 1; i <= 100000; i++) {
		snprintf(email, sizeof email, " User.%d@Example%d.COM ", i, i % 7);
		snprintf(name, sizeof name, "%sU%d", i % 2 ? " " : "", i);
		glim_bulk_row(users, glim_int(i), i % 1000 ? glim_text(email) : glim_null(),
			      glim_text(name));
	}
	return glim_bulk_close(users);
}
