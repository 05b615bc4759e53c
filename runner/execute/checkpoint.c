#include "execute/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "wire/wire.h"

static const char word[] = "checkpoint ";

char *checkpoint_text(const struct checkpoint *checkpoint)
{
	struct text text = { 0 };

	text_print(&text, "%s%llu ", word, (unsigned long long)checkpoint->rows);
	hex_add(&text, checkpoint->key.data, checkpoint->key.length);
	return text_take(&text);
}

bool checkpoint_is(const char *fingerprint)
{
	return fingerprint && strncmp(fingerprint, word, sizeof word - 1) == 0;
}

uint64_t checkpoint_rows(const char *fingerprint)
{
	return checkpoint_is(fingerprint) ? strtoull(fingerprint + sizeof word - 1, NULL, 10) : 0;
}

bool checkpoint_read(const char *fingerprint, struct checkpoint *out)
{
	const char *key;
	glim_value *values;
	size_t count;
	bool sound;

	*out = (struct checkpoint){ .rows = checkpoint_rows(fingerprint) };
	key = checkpoint_is(fingerprint) ? strchr(fingerprint + sizeof word - 1, ' ') : NULL;
	sound = key && hex_read(key + 1, &out->key);
	if (sound && out->key.length) {
		values = checkpoint_key(out, &count);
		sound = values && count;
		free(values);
	}
	if (!sound)
		checkpoint_finish(out);
	return sound;
}

void checkpoint_set_key(struct checkpoint *checkpoint, const glim_value *key, size_t count)
{
	text_clear(&checkpoint->key);
	wire_put_values(&checkpoint->key, key, count);
}

glim_value *checkpoint_key(const struct checkpoint *checkpoint, size_t *count)
{
	struct wire_body body = { .at = (unsigned char *)checkpoint->key.data,
				  .left = checkpoint->key.length };

	*count = 0;
	return checkpoint->key.length ? wire_get_values(&body, count) : NULL;
}

void checkpoint_finish(struct checkpoint *checkpoint)
{
	text_finish(&checkpoint->key);
	*checkpoint = (struct checkpoint){ 0 };
}
