/*
 * Says, in every migration in Go, for which ABI it was built. What came later than 1.0 is looked
 * for when it is used.
 */
#define GLIM_ABI_MINOR 0
#include <glim/migration.h>
