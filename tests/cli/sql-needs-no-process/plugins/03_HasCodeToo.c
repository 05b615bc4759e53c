/* As glim/sql.h makes them, of a time before they could say that they have no other code. */
#include <glim/migration.h>

#include <stdlib.h>

__asm__(".pushsection .note.glim, \"a\", %note\n"
	".balign 4\n"
	".long 5, glim_sql_end - glim_sql_site, 2\n"
	".asciz \"GLIM\"\n"
	".balign 4\n"
	"glim_sql_site: .asciz \"crates.sql\"\n"
	".ascii \"-- migrate:up\\nINSERT INTO crates VALUES (3);\\n\"\n"
	".ascii \"-- migrate:down\\nDELETE FROM crates WHERE id = 3;\\n\"\n"
	".byte 0\n"
	"glim_sql_end: .balign 4\n"
	".popsection\n");

int run(glim_ctx *ctx)
{
	(void)ctx;
	abort();
}

int rollback(glim_ctx *ctx)
{
	(void)ctx;
	abort();
}
