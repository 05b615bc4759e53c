/*
 * glim/go.h: what the comment before `import "C"` of a migration in Go includes.
 *
 *     // #include <glim/go.h>
 *     // GLIM_DESCRIPTION("creates the queue table");
 *     // GLIM_DEPENDS("AddUser");
 *     // GLIM_OPTIONS(.timeout = 60);
 *     import "C"
 *
 * cgo compiles that comment twice where the file exports functions: the definitions are weak, and
 * one of each is kept. The rest of a migration in Go is documented by the package `glim`.
 */
#ifndef GLIM_GO_H
#define GLIM_GO_H

#define GLIM_RUNNER /* Go declares run() and rollback() by itself */
#include <glim/migration.h>

#define GLIM_WEAK GLIM_EXPORT __attribute__((weak)) const

#define GLIM_DESCRIPTION(text) GLIM_WEAK char description[] = text
#define GLIM_DEPENDS(names)    GLIM_WEAK char glim_depends[] = names
#define GLIM_OPTIONS(...)                                                                          \
	GLIM_WEAK struct glim_options glim_options = { .size = sizeof(struct glim_options),        \
						       __VA_ARGS__ }

#endif
