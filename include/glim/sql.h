/*
 * glim/sql.h: a migration whose source is SQL. glim.mk compiles this file once for each NAME.sql of
 * a folder, as would
 *
 *     cc -shared -fPIC -Iinclude -x c -DGLIM_SQL='"NAME.sql"' -o NAME.sql.so include/glim/sql.h
 *
 * The text of NAME.sql becomes an ELF note of the plugin, where the runner reads it without running
 * anything: owner "GLIM", type 2, the name that errors give to the file, then the text, each ended
 * by a NUL. A second note, type 3 and empty, says that this is all of it: run() and rollback() hand
 * the text over and do nothing else, so a runner that knows the note takes it without a process for
 * them. It takes the part between the markers:
 *
 *     -- migrate:up
 *     CREATE TABLE crates (id INTEGER PRIMARY KEY, label VARCHAR(80));
 *
 *     -- migrate:down
 *     DROP TABLE crates;
 *
 * What must be set before: GLIM_SQL, the path of the file. What may be: GLIM_SQL_SITE, its name in
 * errors.
 */
#ifndef GLIM_SQL_H
#define GLIM_SQL_H

#include <glim/migration.h>

#ifndef GLIM_SQL
#error "define GLIM_SQL as the path of the SQL file, in quotes"
#define GLIM_SQL ""
#endif
#ifndef GLIM_SQL_SITE
#define GLIM_SQL_SITE GLIM_SQL
#endif

__asm__(".pushsection .note.glim, \"a\", %note\n"
	".balign 4\n"
	".long 5, glim_sql_end - glim_sql_site, 2\n"
	".asciz \"GLIM\"\n"
	".balign 4\n"
	".globl glim_sql_site, glim_sql_text\n"
	".hidden glim_sql_site, glim_sql_text\n"
	"glim_sql_site: .asciz \"" GLIM_SQL_SITE "\"\n"
	"glim_sql_text: .incbin \"" GLIM_SQL "\"\n"
	".byte 0\n"
	"glim_sql_end: .balign 4\n"
	".long 5, 0, 3\n"
	".asciz \"GLIM\"\n"
	".balign 4\n"
	".popsection\n");

extern const char glim_sql_site[] __attribute__((visibility("hidden")));
extern const char glim_sql_text[] __attribute__((visibility("hidden")));

int run(glim_ctx *ctx)
{
	return ctx->api->script(glim_at(ctx, glim_sql_site, 1), glim_sql_text);
}

/* Without a down section the runner knows that there is no way back, and never calls this. */
int rollback(glim_ctx *ctx)
{
	return ctx->api->script(glim_at(ctx, glim_sql_site, 1), glim_sql_text);
}

#endif
