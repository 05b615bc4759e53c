/* Says, in every migration in Go, for which ABI it was built. */
#include <glim/migration.h>
