/* The definitions of a schema: read in one place, written in another. */
#ifndef GLIM_PREVIEW_COPY_H
#define GLIM_PREVIEW_COPY_H

#include "database/database.h"
#include "dialect/shadow.h"
#include "output/output.h"

struct name_list {
	char **list;
	size_t count;
};

/* The first column of a SELECT; `only` is the value of its mark, or NULL. */
bool name_list_read(struct database *, const char *sql, const char *only, struct name_list *,
		    struct error *);
void name_list_finish(struct name_list *names);

struct copy_object {
	const struct shadow_kind *kind;
	char *name, *text;
	bool written;
};

struct copy {
	const struct shadow_rules *rules;
	const struct name_list *schemas;
	struct copy_object *objects;
	size_t count;
};

bool copy_read(struct copy *copy, struct database *, struct error *);
/* What could not be copied and is not required is said as a warning. */
bool copy_write(struct copy *copy, struct database *, struct output *, struct error *);
void copy_finish(struct copy *copy);

/* Would a table with this text keep its rows outside of the server? */
bool copy_leaves_server(const struct lexis *, const struct shadow_rules *, const char *sql);
/* Does a text name something in another schema than the session's? */
bool copy_names_other(const struct lexis *, const char *sql, const struct name_list *schemas);

#endif
