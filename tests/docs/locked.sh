# shellcheck shell=bash
# Somebody else is at it, for some seconds.
mkdir -p migrations
cat >migrations/20260101_Sleeps.c <<'END'
#include <unistd.h>

#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE t (x INTEGER)");
	sleep(4);
	return glim_flush(ctx);
}
END
glim -q migration:init && glim -q migration:build || return
glim migration:run >/dev/null 2>&1 &
for _ in $(seq 50); do
	glim migration:status | grep -q '^running' && break
	sleep 0.1
done
