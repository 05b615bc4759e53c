#include <glim/migration.h>

const char description[] = "has no run() of its own; what it links has one";

int of_the_library(void);
int (*const uses_it)(void) = of_the_library;
