/* The notes of glim/sql.h, and code that must not run where both of them are there. */
#include <glim/migration.h>

#include <stdlib.h>

#define ONLY_SQL ".long 5, 0, 3\n.asciz \"GLIM\"\n.balign 4\n"
#define TEXT(number, more)                                                                         \
	__asm__(".pushsection .note.glim, \"a\", %note\n"                                          \
		".balign 4\n"                                                                      \
		".long 5, glim_sql_end - glim_sql_site, 2\n"                                       \
		".asciz \"GLIM\"\n"                                                                \
		".balign 4\n"                                                                      \
		"glim_sql_site: .asciz \"crates.sql\"\n"                                           \
		".ascii \"-- migrate:up\\nINSERT INTO crates VALUES (" number ");\\n\"\n"          \
		".ascii \"-- migrate:down\\nDELETE FROM crates WHERE id = " number ";\\n\"\n"      \
		".byte 0\n"                                                                        \
		"glim_sql_end: .balign 4\n" more ".popsection\n")

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
