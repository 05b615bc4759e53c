/* SHA-256 by OpenSSL's libcrypto, which is loaded when something is hashed for the first time. */
#ifndef GLIM_CATALOG_CHECKSUM_H
#define GLIM_CATALOG_CHECKSUM_H

#include <stdbool.h>
#include <stddef.h>

enum { CHECKSUM_TEXT = 65, CHECKSUM_SHORT = 12 }; /* with its NUL; digits shown to people */

struct checksum {
	void *context;
};

/* False: libcrypto cannot be used, and checksum_problem() says why. Then finish is not needed. */
bool checksum_init(struct checksum *checksum);
void checksum_update(struct checksum *checksum, const void *data, size_t length);
/* Frees; `out` gets the hex digits, or may be NULL. */
bool checksum_finish(struct checksum *checksum, char out[CHECKSUM_TEXT]);

/* All at once. */
bool checksum_text(const void *data, size_t length, char out[CHECKSUM_TEXT]);
const char *checksum_problem(void);

#endif
