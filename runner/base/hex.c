#include "base/hex.h"

char *hex_put(char *at, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";

	*at++ = digits[byte >> 4];
	*at++ = digits[byte & 15];
	return at;
}

void hex_add(struct text *out, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;
	char piece[128], *at = piece;

	for (size_t i = 0; i < length; i++) {
		at = hex_put(at, from[i]);
		if (at < piece + sizeof piece && i + 1 < length)
			continue;
		text_add_bytes(out, piece, (size_t)(at - piece));
		at = piece;
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
