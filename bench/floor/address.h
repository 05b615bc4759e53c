/* Code that a million e-mail addresses go through, the same in every language of bench/: blanks
 * off, lower case, what follows a plus and the dots before the @ off, googlemail.com is gmail.com;
 * then SHA-256 of it. */
#ifndef BENCH_ADDRESS_H
#define BENCH_ADDRESS_H

#include <openssl/sha.h>
#include <string.h>

enum { ADDRESS_SIZE = 128, ADDRESS_HEX = 2 * SHA256_DIGEST_LENGTH };

/* Writes the normal form to `out` and returns its length; what is longer is cut. */
static inline size_t address_normal(const char *email, size_t length, char out[ADDRESS_SIZE])
{
	size_t used = 0;
	int domain = 0, plus = 0;

	for (size_t i = 0; i < length && used < ADDRESS_SIZE - 1; i++) {
		char c = email[i];

		if (c == '@') {
			domain = 1;
			plus = 0;
		} else if (c == '+' && !domain) {
			plus = 1;
		}
		if (plus || c == ' ' || (c == '.' && !domain))
			continue;
		out[used++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	static const char old[] = "@googlemail.com", new[] = "@gmail.com";
	if (used >= sizeof old - 1 && !memcmp(out + used - (sizeof old - 1), old, sizeof old - 1)) {
		memcpy(out + used - (sizeof old - 1), new, sizeof new - 1);
		used -= sizeof old - sizeof new;
	}
	out[used] = 0;
	return used;
}

static inline void address_hash(const char *normal, size_t length, char hex[ADDRESS_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)normal, length, sum);
	for (size_t i = 0; i < sizeof sum; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[ADDRESS_HEX] = 0;
}

#endif
