#include "execute/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalog/checksum.h"

#define ABSENT  "absent"
#define HIDDEN  "hidden"  /* it is there, but the account may not see its text */
#define REFUSED "refused" /* nothing can be said */

enum { SHOWN_MOST = 20000 }; /* bytes of a table's text that are kept, in two digits each */

struct showing {
	size_t column;
	bool row;
	char *shown; /* NULL: hidden */
};

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct showing *showing = data;
	const size_t column = showing->column;

	if (showing->row)
		return true;
	showing->row = true;
	if (column < count &&
	    (values[column].type == GLIM_TYPE_TEXT || values[column].type == GLIM_TYPE_BLOB))
		showing->shown = memory_copy_bytes(values[column].as.data, values[column].length);
	return true;
}

/* What a refusal says of the object; NULL: it says nothing, and ends the taking. */
static const char *read_refusal(const struct database *db, const struct failure *failure)
{
	if (failure->kind == FAILURE_NO_TABLE || failure->kind == FAILURE_NO_DATABASE ||
	    dialect_is_missing_object(db->dialect, failure->native))
		return ABSENT;
	return failure->kind == FAILURE_AUTH || failure->kind == FAILURE_SQL ? REFUSED : NULL;
}

/* Others may change a table meanwhile: what became of it is told by its text, not by its hash. */
static void add_shown(const struct object *object, const struct text *clean, struct text *out)
{
	if (object->change != OBJECT_CHANGES || object->kind != OBJECT_TABLE ||
	    clean->length > SHOWN_MOST)
		return;
	text_add(out, "=");
	hex_add(out, clean->data, clean->length);
}

static bool add_hash(const struct database *db, const struct object_list *list,
		     const struct object *object, const struct showing *showing, struct text *out,
		     struct failure *failure)
{
	struct text clean = { 0 };
	char hash[CHECKSUM_TEXT];
	bool hashed;

	if (!showing->shown) {
		text_add(out, showing->row ? HIDDEN : ABSENT);
		return true;
	}
	db->dialect->clean_object(list, object, showing->shown, &clean);
	hashed = checksum_text(text_get(&clean), clean.length, hash);
	if (hashed) {
		text_add(out, hash);
		add_shown(object, &clean, out);
	} else {
		failure_set(failure, FAILURE_REFUSED, 0, "%s", checksum_problem());
	}
	text_finish(&clean);
	return hashed;
}

static bool add_state(struct database *db, const struct object_list *list,
		      const struct object *object, struct text *out, struct failure *failure)
{
	struct showing showing = { 0 };
	const struct row_sink sink = { .row = take_row, .data = &showing };
	struct text sql = { 0 };
	bool good;

	db->dialect->show_object(&sql, object, &showing.column);
	good = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, failure);
	text_finish(&sql);
	if (good) {
		good = add_hash(db, list, object, &showing, out, failure);
	} else if (read_refusal(db, failure)) {
		text_add(out, read_refusal(db, failure));
		failure_finish(failure);
		*failure = (struct failure){ 0 };
		good = true;
	}
	free(showing.shown);
	return good;
}

char *fingerprint_take(struct database *db, const struct object_list *list, struct failure *failure)
{
	struct text out = { 0 };

	text_print(&out, "server %s %s", db->server.product, db->server.version);
	for (size_t i = 0; i < list->count; i++) {
		const struct object *object = &list->items[i];

		text_print(&out, "\n%s %s ", object_change_name(object->change),
			   object_kind_name(object->kind));
		text_add_safe(&out, object->name, strlen(object->name));
		text_add(&out, " ");
		if (add_state(db, list, object, &out, failure))
			continue;
		text_finish(&out);
		return NULL;
	}
	return text_take(&out);
}

enum vote {
	VOTE_OLD,
	VOTE_NEW,
	VOTE_AGAIN,   /* what was done of it stays done when it is executed again */
	VOTE_NEUTRAL, /* there was nothing to do */
	VOTE_UNCLEAR
};

static const struct {
	enum vote never, came, went, same, other;
} votes[OBJECT_CHANGE_COUNT] = {
	[OBJECT_CHANGES] = { VOTE_OLD, VOTE_UNCLEAR, VOTE_UNCLEAR, VOTE_OLD, VOTE_NEW },
	[OBJECT_APPEARS] = { VOTE_OLD, VOTE_NEW, VOTE_UNCLEAR, VOTE_OLD, VOTE_UNCLEAR },
	[OBJECT_GOES] = { VOTE_OLD, VOTE_UNCLEAR, VOTE_NEW, VOTE_OLD, VOTE_UNCLEAR },
	[OBJECT_MAY_GO] = { VOTE_NEUTRAL, VOTE_UNCLEAR, VOTE_NEW, VOTE_AGAIN, VOTE_UNCLEAR },
	[OBJECT_REPLACED] = { VOTE_OLD, VOTE_NEW, VOTE_OLD, VOTE_UNCLEAR, VOTE_NEW },
	[OBJECT_RENEWED] = { VOTE_OLD, VOTE_NEW, VOTE_OLD, VOTE_OLD, VOTE_NEW },
	[OBJECT_SWAPPED] = { VOTE_UNCLEAR, VOTE_UNCLEAR, VOTE_UNCLEAR, VOTE_OLD, VOTE_NEW },
};

struct line {
	const char *at;
	size_t head;       /* the length of all but the state */
	const char *state; /* the last word, up to its `=` */
	size_t length;     /* of the state */
};

/* Where the state ends, or the text of the object begins. */
static size_t line_end(const struct line *line)
{
	const char *equals = memchr(line->state, '=', line->length);

	return equals ? (size_t)(equals - line->state) : line->length;
}

static bool read_line(const char **text, struct line *line)
{
	const size_t length = strcspn(*text, "\n");
	const char *blank = memrchr(*text, ' ', length);

	if (!blank)
		return false;
	*line = (struct line){
		.at = *text,
		.head = (size_t)(blank - *text),
		.state = blank + 1,
		.length = length - (size_t)(blank - *text) - 1,
	};
	line->length = line_end(line);
	*text += length + ((*text)[length] == '\n');
	return true;
}

static bool state_is(const struct line *line, const char *state)
{
	return line->length == strlen(state) && memcmp(line->state, state, line->length) == 0;
}

static bool same_state(const struct line *a, const struct line *b)
{
	return a->length == b->length && memcmp(a->state, b->state, a->length) == 0;
}

static bool same_head(const struct line *a, const struct line *b)
{
	return a->head == b->head && memcmp(a->at, b->at, a->head) == 0;
}

static enum vote line_vote(const struct line *before, const struct line *after, bool same_server)
{
	const bool was = !state_is(before, ABSENT), is = !state_is(after, ABSENT);
	enum object_change change;

	if (!same_head(before, after) || !object_change_read(before->at, &change) ||
	    state_is(before, REFUSED) || state_is(after, REFUSED))
		return VOTE_UNCLEAR;
	if (!was)
		return is ? votes[change].came : votes[change].never;
	if (!is)
		return votes[change].went;
	if (state_is(before, HIDDEN) || state_is(after, HIDDEN))
		return VOTE_UNCLEAR;
	if (same_state(before, after))
		return votes[change].same;
	/* Another version may have other words for the same object. */
	return same_server ? votes[change].other : VOTE_UNCLEAR;
}

static enum fingerprint_verdict decide(const size_t *count)
{
	if (count[VOTE_UNCLEAR])
		return FINGERPRINT_MIXED;
	if (count[VOTE_AGAIN] || !count[VOTE_NEW])
		return FINGERPRINT_SAME;
	return count[VOTE_OLD] ? FINGERPRINT_MIXED : FINGERPRINT_CHANGED;
}

enum fingerprint_verdict fingerprint_compare(const char *before, const char *after)
{
	size_t count[VOTE_UNCLEAR + 1] = { 0 };
	struct line old, new;
	bool same_server;

	if (!read_line(&before, &old) || !read_line(&after, &new))
		return FINGERPRINT_MIXED;
	same_server = same_head(&old, &new) && same_state(&old, &new);
	while (*before) {
		if (!read_line(&before, &old) || !read_line(&after, &new))
			return FINGERPRINT_MIXED;
		count[line_vote(&old, &new, same_server)]++;
	}
	return *after ? FINGERPRINT_MIXED : decide(count);
}

char *fingerprint_shown(const char *fingerprint)
{
	struct text shown = { 0 };
	struct line line;
	const bool server = read_line(&fingerprint, &line);

	if (!server || !read_line(&fingerprint, &line) || *fingerprint ||
	    line.state[line.length] != '=')
		return NULL;
	/* Where it is damaged it ends, and compares as what it is: another text. */
	(void)hex_read(line.state + line.length + 1, &shown);
	return text_take(&shown);
}

static bool is_swapped(const struct line *line)
{
	enum object_change change;

	return object_change_read(line->at, &change) && change == OBJECT_SWAPPED;
}

static bool looks_like_another(const struct line *line, const char *rest)
{
	struct line other;

	if (state_is(line, HIDDEN) || state_is(line, REFUSED) || state_is(line, ABSENT))
		return true;
	while (read_line(&rest, &other))
		if (is_swapped(&other) && same_state(line, &other))
			return true;
	return false;
}

bool fingerprint_ambiguous(const char *before)
{
	struct line line;

	while (read_line(&before, &line))
		if (is_swapped(&line) && looks_like_another(&line, before))
			return true;
	return false;
}
