#include "base/hex.h"

void hex_add(struct text *out, const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *at = bytes;

	char piece[128];
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		piece[used++] = digits[at[i] >> 4];
		piece[used++] = digits[at[i] & 15];
		if (used < sizeof piece && i + 1 < length)
			continue;
		text_add_bytes(out, piece, used);
		used = 0;
	}
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(const char *digits, struct text *out)
{
	for (; digits[0] && digits[1]; digits += 2) {
		const int high = digit(digits[0]), low = digit(digits[1]);

		if (high < 0 || low < 0)
			return false;
		text_add_char(out, (char)(high << 4 | low));
	}
	return !digits[0];
}
