/*
 * Journal bytes come back from a database that anybody may have written to. The first byte says how
 * the rest is read: as those bytes, or as calls that write a journal, which comes back as it was
 * written and is then damaged.
 */
#include <stdlib.h>
#include <string.h>

#include "execute/journal.h"

enum { ENTRIES_MOST = 64, DAMAGE = 3 };

static const char hashes[2][JOURNAL_HASH] = { "0123456789abcdef0123456789abcdef",
					      "fedcba9876543210fedcba9876543210" };
static const char *const texts[] = { "", "INSERT INTO t VALUES (?)", "name" };

static void require(bool holds)
{
	if (!holds)
		abort();
}

/* Reads every byte that the entry points to. */
static size_t look_at(const struct journal_entry *entry)
{
	size_t sum = entry->reply.message ? strlen(entry->reply.message) : 0;

	require(entry->kind > JOURNAL_TEXT && entry->kind <= JOURNAL_VALUES);
	if (entry->kind == JOURNAL_BULK)
		sum += entry->types ? strlen(entry->types) : 0;
	if (entry->kind == JOURNAL_VALUES)
		sum += entry->hash ? strlen(entry->hash) : 0;
	if (entry->kind == JOURNAL_STEP)
		sum += strlen(entry->text.hash) + strlen(entry->text.sql);
	for (size_t i = 0; entry->names && i < entry->count; i++)
		sum += entry->names[i] ? strlen(entry->names[i]) : 0;
	for (size_t i = 0; entry->values && i < entry->count; i++)
		if (entry->values[i].type >= GLIM_TYPE_TEXT)
			sum += strlen(entry->values[i].as.data);
	return sum;
}

static size_t read_kinds(const void *bytes, size_t length, enum journal_kind *kinds, bool *bad)
{
	struct journal_reader reader = { 0 };
	struct journal_entry entry;
	size_t count = 0, sum = 0;

	journal_read(&reader, bytes, length);
	for (; journal_next(&reader, &entry); count++) {
		sum += look_at(&entry);
		if (count < ENTRIES_MOST)
			kinds[count] = entry.kind;
		journal_entry_finish(&entry);
	}
	*bad = reader.bad;
	journal_reader_finish(&reader);
	require(sum < SIZE_MAX / 2);
	return count;
}

static glim_value value_of(uint8_t byte, const char *text)
{
	switch (byte % 5) {
	case 0:
		return glim_null();
	case 1:
		return glim_int(byte);
	case 2:
		return glim_real(byte / 7.0);
	case 3:
		return glim_text(text);
	default:
		return glim_blob("\0\1\2", byte % 4 < 3 ? byte % 4 : 3);
	}
}

static enum journal_kind write_one(struct journal *journal, const uint8_t *call)
{
	const char *text = texts[call[1] % 3];
	const glim_value values[] = { value_of(call[1], text), value_of(call[2], text) };
	const struct host_reply reply = { call[1], call[2], call[1] - 9, call[2] - 9, text };

	switch (call[0] % 7) {
	case 0:
		journal_add_step(journal, hashes[call[1] % 2], text);
		return JOURNAL_STEP;
	case 1:
		journal_add_failure(journal, call[1], text);
		return JOURNAL_FAILURE;
	case 2:
		journal_add_reply(journal, WIRE_FLUSH, &reply);
		return JOURNAL_REPLY;
	case 3:
		journal_add_columns(journal, call[2] % 3, texts);
		return JOURNAL_COLUMNS;
	case 4:
		journal_add_row(journal, call[2] % 3, values);
		return JOURNAL_ROW;
	case 5:
		journal_add_bulk(journal, call[2], text);
		return JOURNAL_BULK;
	default:
		journal_add_values(journal, text);
		return JOURNAL_VALUES;
	}
}

/* Returns how many bytes of `data` were calls. */
static size_t write_and_read(struct journal *journal, const uint8_t *data, size_t size)
{
	enum journal_kind written[ENTRIES_MOST], read[ENTRIES_MOST];
	size_t count = 0, at = 0;
	bool bad;

	for (; at + 3 <= size && count < ENTRIES_MOST && data[at] != 0xff; at += 3)
		written[count++] = write_one(journal, data + at);
	require(read_kinds(journal->bytes.data, journal->bytes.length, read, &bad) == count);
	require(!bad && (!count || memcmp(written, read, count * sizeof *read) == 0));
	return at < size ? at + 1 : size;
}

static void damage(struct text *bytes, const uint8_t *data, size_t size)
{
	enum journal_kind kinds[ENTRIES_MOST];
	bool bad;

	for (size_t i = 0; bytes->length && i + DAMAGE <= size; i += DAMAGE)
		bytes->data[(data[i] << 8 | data[i + 1]) % bytes->length] = (char)data[i + 2];
	read_kinds(bytes->data, bytes->length, kinds, &bad);
	if (size % DAMAGE && bytes->length)
		read_kinds(bytes->data, data[size - 1] % bytes->length, kinds, &bad);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum journal_kind kinds[ENTRIES_MOST];
	struct journal journal = { 0 };
	size_t calls;
	bool bad;

	if (!size)
		return 0;
	if (data[0] & 1) {
		read_kinds(data + 1, size - 1, kinds, &bad);
		return 0;
	}
	calls = write_and_read(&journal, data + 1, size - 1);
	damage(&journal.bytes, data + 1 + calls, size - 1 - calls);
	journal_finish(&journal);
	return 0;
}
