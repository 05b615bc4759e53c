#include "execute/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/checksum.h"

enum { MAGIC = 0x316a6c67 }; /* "glj1" on the machines that glim runs on */

static void clear_texts(struct journal_text **texts, size_t *count)
{
	for (size_t i = 0; i < *count; i++)
		free((*texts)[i].sql);
	free(*texts);
	*texts = NULL;
	*count = 0;
}

void journal_clear(struct journal *journal)
{
	text_clear(&journal->bytes);
	clear_texts(&journal->texts, &journal->text_count);
	journal->answers = 0;
}

void journal_finish(struct journal *journal)
{
	journal_clear(journal);
	text_finish(&journal->bytes);
}

bool journal_hash(const char *sql, const glim_value *values, size_t count, char out[JOURNAL_HASH])
{
	char hex[CHECKSUM_TEXT];
	struct checksum checksum;

	if (!checksum_init(&checksum))
		return false;
	checksum_update(&checksum, sql, strlen(sql) + 1);
	for (size_t i = 0; i < count; i++)
		checksum_update(&checksum, &values[i].type, sizeof values[i].type);
	if (!checksum_finish(&checksum, hex))
		return false;
	memcpy(out, hex, JOURNAL_HASH - 1);
	out[JOURNAL_HASH - 1] = '\0';
	return true;
}

/* ---- Writing ---- */

static struct text *open_entry(struct journal *journal, enum journal_kind kind)
{
	if (!journal->bytes.length)
		wire_put_u32(&journal->bytes, MAGIC);
	wire_put_u32(&journal->bytes, kind);
	return &journal->bytes;
}

static void check_size(struct journal *journal, size_t answer)
{
	journal->answers += answer;
	if (journal->answers > JOURNAL_ANSWERS_MOST)
		journal->lost_by = "it has read more than the journal takes";
	else if (journal->bytes.length - journal->answers > JOURNAL_STEPS_MOST)
		journal->lost_by = "it has more steps than the journal takes";
	if (journal->lost_by)
		text_clear(&journal->bytes);
}

static uint32_t position_of(struct journal *journal, const char *hash, const char *sql)
{
	size_t length = strnlen(sql, JOURNAL_TEXT_MOST);
	struct journal_text *text;

	for (size_t i = journal->text_count; i > 0 && i + 16 > journal->text_count; i--)
		if (strcmp(journal->texts[i - 1].hash, hash) == 0)
			return (uint32_t)i - 1;
	journal->texts =
		memory_grow_for(journal->texts, journal->text_count, sizeof *journal->texts);
	text = &journal->texts[journal->text_count];
	memcpy(text->hash, hash, JOURNAL_HASH);
	text->sql = memory_copy_bytes(sql, length);
	open_entry(journal, JOURNAL_TEXT);
	wire_put_text(&journal->bytes, hash);
	wire_put_text(&journal->bytes, text->sql);
	return (uint32_t)journal->text_count++;
}

void journal_add_step(struct journal *journal, const char *hash, const char *sql)
{
	uint32_t position;

	if (journal->lost_by)
		return;
	position = position_of(journal, hash, sql);
	wire_put_u32(open_entry(journal, JOURNAL_STEP), position);
	check_size(journal, 0);
}

void journal_add_failure(struct journal *journal, int status, const char *message)
{
	struct text *out;

	if (journal->lost_by)
		return;
	out = open_entry(journal, JOURNAL_FAILURE);
	wire_put_u32(out, (uint32_t)status);
	wire_put_text(out, message);
	check_size(journal, 0);
}

void journal_add_reply(struct journal *journal, enum wire_kind kind, const struct host_reply *reply)
{
	const size_t before = journal->bytes.length;
	struct text *out;

	if (journal->lost_by)
		return;
	out = open_entry(journal, JOURNAL_REPLY);
	wire_put_u32(out, kind);
	wire_put_u32(out, (uint32_t)reply->status);
	wire_put_u32(out, (uint32_t)reply->code);
	wire_put_i64(out, reply->changes);
	wire_put_i64(out, reply->last_id);
	wire_put_text(out, reply->message);
	check_size(journal, out->length - before);
}

void journal_add_columns(struct journal *journal, size_t count, const char *const *names)
{
	const size_t before = journal->bytes.length;
	struct text *out;

	if (journal->lost_by)
		return;
	out = open_entry(journal, JOURNAL_COLUMNS);
	wire_put_u32(out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_text(out, names[i]);
	check_size(journal, out->length - before);
}

void journal_add_row(struct journal *journal, size_t count, const glim_value *values)
{
	const size_t before = journal->bytes.length;

	if (journal->lost_by)
		return;
	wire_put_values(open_entry(journal, JOURNAL_ROW), values, count);
	check_size(journal, journal->bytes.length - before);
}

struct journal_mark journal_mark(const struct journal *journal)
{
	return (struct journal_mark){ journal->bytes.length, journal->text_count };
}

void journal_cut(struct journal *journal, const struct journal_mark *mark)
{
	if (journal->bytes.length > mark->length) {
		journal->bytes.length = mark->length;
		journal->bytes.data[mark->length] = '\0';
	}
	while (journal->text_count > mark->text_count)
		free(journal->texts[--journal->text_count].sql);
}

void journal_add_bulk(struct journal *journal, uint64_t rows, const char *types)
{
	struct text *out;

	if (journal->lost_by)
		return;
	out = open_entry(journal, JOURNAL_BULK);
	wire_put_i64(out, (int64_t)rows);
	wire_put_text(out, types);
	check_size(journal, 0);
}

void journal_add_values(struct journal *journal, const char *hash)
{
	if (journal->lost_by)
		return;
	wire_put_text(open_entry(journal, JOURNAL_VALUES), hash);
	check_size(journal, 0);
}

/* ---- Reading ---- */

void journal_read(struct journal_reader *reader, const void *bytes, size_t length)
{
	clear_texts(&reader->texts, &reader->text_count);
	reader->body = (struct wire_body){ .at = bytes, .left = length };
	reader->bad = length && wire_get_u32(&reader->body) != MAGIC;
}

static void take_text(struct journal_reader *reader, struct journal_entry *entry)
{
	const char *hash = wire_get_text(&reader->body);
	const char *sql = wire_get_text(&reader->body);
	struct journal_text *text;

	(void)entry;
	if (reader->body.bad || !hash || !sql || strlen(hash) != JOURNAL_HASH - 1) {
		reader->bad = true;
		return;
	}
	reader->texts = memory_grow_for(reader->texts, reader->text_count, sizeof *reader->texts);
	text = &reader->texts[reader->text_count++];
	memcpy(text->hash, hash, JOURNAL_HASH);
	text->sql = memory_copy(sql);
}

static void take_step(struct journal_reader *reader, struct journal_entry *entry)
{
	const uint32_t position = wire_get_u32(&reader->body);

	if (position < reader->text_count)
		entry->text = reader->texts[position];
	else
		reader->bad = true;
}

static void take_reply(struct journal_reader *reader, struct journal_entry *entry)
{
	struct wire_body *body = &reader->body;

	entry->request = (enum wire_kind)wire_get_u32(body);
	entry->reply.status = (int)wire_get_u32(body);
	entry->reply.code = (int)wire_get_u32(body);
	entry->reply.changes = wire_get_i64(body);
	entry->reply.last_id = wire_get_i64(body);
	entry->reply.message = wire_get_text(body);
}

static void take_columns(struct journal_reader *reader, struct journal_entry *entry)
{
	entry->count = wire_get_u32(&reader->body);
	if (entry->count > WIRE_COLUMNS_MOST) {
		reader->bad = true;
		return;
	}
	entry->names = memory_alloc((entry->count + 1) * sizeof *entry->names);
	for (size_t i = 0; i < entry->count; i++)
		entry->names[i] = wire_get_text(&reader->body);
}

static void take_failure(struct journal_reader *reader, struct journal_entry *entry)
{
	entry->reply.status = (int)wire_get_u32(&reader->body);
	entry->reply.message = wire_get_text(&reader->body);
}

static void take_values(struct journal_reader *reader, struct journal_entry *entry)
{
	entry->values = wire_get_values(&reader->body, &entry->count);
}

static void take_bulk(struct journal_reader *reader, struct journal_entry *entry)
{
	entry->rows = (uint64_t)wire_get_i64(&reader->body);
	entry->types = wire_get_text(&reader->body);
}

static void take_hash(struct journal_reader *reader, struct journal_entry *entry)
{
	entry->hash = wire_get_text(&reader->body);
}

static void (*const takes[])(struct journal_reader *, struct journal_entry *) = {
	[JOURNAL_TEXT] = take_text,       [JOURNAL_STEP] = take_step,
	[JOURNAL_FAILURE] = take_failure, [JOURNAL_REPLY] = take_reply,
	[JOURNAL_COLUMNS] = take_columns, [JOURNAL_ROW] = take_values,
	[JOURNAL_BULK] = take_bulk,       [JOURNAL_VALUES] = take_hash,
};

/* Texts are kept for the steps that name them; all else is an entry. */
bool journal_next(struct journal_reader *reader, struct journal_entry *entry)
{
	*entry = (struct journal_entry){ 0 };
	while (!reader->bad && reader->body.left) {
		const uint32_t kind = wire_get_u32(&reader->body);

		if (kind >= sizeof takes / sizeof *takes || !takes[kind]) {
			reader->bad = true;
			break;
		}
		entry->kind = (enum journal_kind)kind;
		takes[kind](reader, entry);
		reader->bad |= reader->body.bad;
		if (!reader->bad && entry->kind != JOURNAL_TEXT)
			return true;
	}
	journal_entry_finish(entry);
	return false;
}

void journal_entry_finish(struct journal_entry *entry)
{
	free(entry->names);
	free(entry->values);
	*entry = (struct journal_entry){ 0 };
}

void journal_reader_finish(struct journal_reader *reader)
{
	clear_texts(&reader->texts, &reader->text_count);
}
