/* Any bytes have objects or a reason why not; a change of blanks and comments changes neither. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "execute/fingerprint.h"

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_objects(const char *sql)
{
	char *later = memory_format("\n\t /* comment */ %s", sql);
	struct object_list list, same;

	dialect_mysql.objects(&dialect_mysql.lexis, sql, &list);
	dialect_mysql.objects(&dialect_mysql.lexis, later, &same);
	require((list.fate == FATE_COMPARE) == (list.count > 0));
	require((list.fate == FATE_UNKNOWABLE) == (list.why != NULL));
	require(object_list_equal(&list, &same));
	object_list_finish(&list);
	object_list_finish(&same);
	free(later);
}

static void clean(const char *shown, enum object_kind kind)
{
	struct object_list list = { 0 };
	struct text once = { 0 }, twice = { 0 };

	object_list_add(&list, kind, OBJECT_SWAPPED, memory_copy("`s`.`a``b`"));
	dialect_mysql.clean_object(&list, list.items, shown, &once);
	dialect_mysql.clean_object(&list, list.items, text_get(&once), &twice);
	text_finish(&once);
	text_finish(&twice);
	object_list_finish(&list);
}

static void compare(const char *text)
{
	fingerprint_ambiguous(text);
	require(fingerprint_compare(text, text) != FINGERPRINT_CHANGED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = memory_copy_bytes(data, size);

	read_objects(text);
	clean(text, OBJECT_TABLE);
	clean(text, OBJECT_EVENT);
	compare(text);
	free(text);
	return 0;
}
