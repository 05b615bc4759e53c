/* Frames: what goes in comes out, and what is cut or wrong is refused. */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"
#include "wire/wire.h"

static struct wire near, far;

static void open_wires(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	near = (struct wire){ .fd = ends[0] };
	far = (struct wire){ .fd = ends[1] };
}

static void close_wires(void)
{
	close(near.fd);
	close(far.fd);
	wire_finish(&near);
	wire_finish(&far);
}

static struct wire_body body_of(const struct text *text)
{
	return (struct wire_body){ .at = (unsigned char *)text->data, .left = text->length };
}

/* ---- Bodies ---- */

static const struct column columns[] = {
	{ .name = "id", .type = 1, .primary_key = true, .autoincrement = true },
	{ .name = "name", .type = 4, .length = 255, .not_null = true, .unique = true },
	{ .name = "price", .type = 9, .length = 10, .scale = 2, .default_sql = "0" },
	{ .name = "owner", .type = 1, .index = true, .references = "users(id)" },
	{ .name = "key", .type = 4, .bytewise = true },
};

static const struct model item = { .name = "Item",
				   .table = "items",
				   .columns = columns,
				   .count = sizeof columns / sizeof *columns };

static const glim_value values[] = {
	{ .type = GLIM_TYPE_NULL },
	{ .type = GLIM_TYPE_INT, .as.integer = INT64_MIN },
	{ .type = GLIM_TYPE_REAL, .as.real = -0.5 },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "a\0b" },
	{ .type = GLIM_TYPE_TEXT, .length = 0, .as.data = "" },
	{ .type = GLIM_TYPE_BLOB, .length = 2, .as.data = "\xff\x00" },
	{ .type = GLIM_TYPE_END },
};

enum { VALUES = sizeof values / sizeof *values };

static void put_everything(struct text *out)
{
	const struct wire_site site = { "a.c", 7 };

	wire_put_u32(out, UINT32_MAX);
	wire_put_i64(out, INT64_MIN);
	wire_put_text(out, "text");
	wire_put_text(out, NULL);
	wire_put_text(out, "");
	wire_put_bytes(out, "\0\1", 2);
	wire_put_values(out, values, VALUES);
	wire_put_site(out, &site);
	wire_put_model(out, &item);
}

START_TEST(what_is_put_is_got)
{
	struct text out = { 0 };
	struct wire_body body;
	struct wire_site site;
	struct model *model;
	glim_value *got;
	size_t length;

	put_everything(&out);
	body = body_of(&out);
	ck_assert_uint_eq(wire_get_u32(&body), UINT32_MAX);
	ck_assert_int_eq(wire_get_i64(&body), INT64_MIN);
	ck_assert_str_eq(wire_get_text(&body), "text");
	ck_assert_ptr_null(wire_get_text(&body));
	ck_assert_str_eq(wire_get_text(&body), "");
	ck_assert_mem_eq(wire_get_bytes(&body, &length), "\0\1", 3);
	ck_assert_uint_eq(length, 2);
	got = wire_get_values(&body, &length);
	ck_assert_uint_eq(length, VALUES);
	ck_assert_int_eq(got[1].as.integer, INT64_MIN);
	ck_assert(got[2].as.real <= -0.5 && got[2].as.real >= -0.5);
	for (size_t i = 0; i < VALUES; i++) {
		ck_assert_int_eq(got[i].type, values[i].type);
		ck_assert_uint_eq(got[i].length, values[i].length);
		if (values[i].type >= GLIM_TYPE_TEXT)
			ck_assert_mem_eq(got[i].as.data, values[i].as.data, values[i].length + 1);
	}
	wire_get_site(&body, &site);
	ck_assert_str_eq(site.file, "a.c");
	ck_assert_uint_eq(site.line, 7);
	model = wire_get_model(&body);
	ck_assert(model_equal(model, &item));
	ck_assert(!body.bad);
	ck_assert_uint_eq(body.left, 0);
	model_destroy(model);
	free(got);
	text_finish(&out);
}
END_TEST

static void get_everything(struct wire_body *body)
{
	struct wire_site site;
	size_t length;

	wire_get_u32(body);
	wire_get_i64(body);
	wire_get_text(body);
	wire_get_text(body);
	wire_get_text(body);
	wire_get_bytes(body, &length);
	free(wire_get_values(body, &length));
	wire_get_site(body, &site);
	model_destroy(wire_get_model(body));
}

START_TEST(a_body_that_is_cut_anywhere_is_bad)
{
	struct text out = { 0 };

	put_everything(&out);
	for (size_t length = 0; length < out.length; length++) {
		char *cut = memory_copy_bytes(out.data, length);
		struct wire_body body = { .at = (unsigned char *)cut, .left = length };

		get_everything(&body);
		ck_assert_msg(body.bad, "%zu of %zu bytes", length, out.length);
		ck_assert_uint_eq(wire_get_u32(&body), 0);
		ck_assert_ptr_null(wire_get_text(&body));
		free(cut);
	}
	text_finish(&out);
}
END_TEST

struct junk {
	const char *name;
	void (*read)(struct wire_body *body);
	size_t length;
	const unsigned char *bytes;
};

static void read_text(struct wire_body *body)
{
	wire_get_text(body);
}

static void read_value(struct wire_body *body)
{
	glim_value value;

	wire_get_value(body, &value);
	ck_assert_int_eq(value.type, GLIM_TYPE_NULL);
}

static void read_values(struct wire_body *body)
{
	size_t count;

	ck_assert_ptr_null(wire_get_values(body, &count));
	ck_assert_uint_eq(count, 0);
}

static void read_model(struct wire_body *body)
{
	ck_assert_ptr_null(wire_get_model(body));
}

#define BYTES(...)                                                                                 \
	.bytes = (const unsigned char[]){ __VA_ARGS__ }, .length = sizeof(const unsigned char[])   \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}

static const struct junk junks[] = {
	{ .name = "NUL inside", .read = read_text, BYTES(2, 0, 0, 0, 'a', 0, 0) },
	{ .name = "no NUL behind", .read = read_text, BYTES(2, 0, 0, 0, 'a', 'b', 'c') },
	{ .name = "longer than the body", .read = read_text, BYTES(200, 0, 0, 0, 'a', 0) },
	{ .name = "nearly endless", .read = read_text, BYTES(254, 255, 255, 255, 'a', 0) },
	{ .name = "type 5", .read = read_value, BYTES(5, 0, 0, 0, 0, 0, 0, 0) },
	{ .name = "type -2", .read = read_value, BYTES(254, 255, 255, 255, 0, 0, 0, 0) },
	{ .name = "short integer", .read = read_value, BYTES(1, 0, 0, 0, 7, 7, 7) },
	{ .name = "endless count", .read = read_values, BYTES(255, 255, 255, 255, 0, 0, 0, 0) },
	{ .name = "more than there are", .read = read_values, BYTES(2, 0, 0, 0, 0, 0, 0, 0) },
	{ .name = "model without names",
	  .read = read_model,
	  BYTES(255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0) },
	{ .name = "1001 columns",
	  .read = read_model,
	  BYTES(1, 0, 0, 0, 'a', 0, 1, 0, 0, 0, 'a', 0, 0xe9, 3, 0, 0) },
};

START_TEST(junk_is_bad)
{
	const struct junk *junk = &junks[_i];
	char *copy = memory_copy_bytes(junk->bytes, junk->length);
	struct wire_body body = { .at = (unsigned char *)copy, .left = junk->length };

	junk->read(&body);
	ck_assert_msg(body.bad, "%s", junk->name);
	free(copy);
}
END_TEST

START_TEST(a_column_with_an_unknown_type_or_flag_is_bad)
{
	struct text out = { 0 };
	struct wire_body body;
	size_t begin = 8 + sizeof "Item" - 1 + sizeof "items" - 1 + 2 + 4; /* of the first column */
	size_t places[] = { begin + 4 + sizeof "id", begin + 4 + sizeof "id" + 13 };

	wire_put_model(&out, &item);
	out.data[places[_i]] = 0x55;
	body = body_of(&out);
	ck_assert_ptr_null(wire_get_model(&body));
	ck_assert(body.bad);
	text_finish(&out);
}
END_TEST

/* ---- Sockets ---- */

START_TEST(frames_arrive_one_by_one)
{
	struct wire_body body;
	enum wire_kind kind;

	for (uint32_t i = 0; i < 3; i++) {
		size_t frame = wire_open(&near.out, WIRE_LOG);

		wire_put_u32(&near.out, i);
		wire_close(&near.out, frame);
	}
	ck_assert_int_eq(wire_receive(&far, false, &kind, &body), WIRE_NOTHING);
	ck_assert(wire_send(&near));
	for (uint32_t i = 0; i < 3; i++) {
		ck_assert_int_eq(wire_receive(&far, true, &kind, &body), WIRE_FRAME);
		ck_assert_int_eq(kind, WIRE_LOG);
		ck_assert_uint_eq(wire_get_u32(&body), i);
		ck_assert_uint_eq(body.left, 0);
	}
	ck_assert_int_eq(wire_receive(&far, false, &kind, &body), WIRE_NOTHING);
	shutdown(near.fd, SHUT_WR);
	ck_assert_int_eq(wire_receive(&far, true, &kind, &body), WIRE_ENDED);
}
END_TEST

START_TEST(a_frame_in_single_bytes_arrives_whole)
{
	struct wire_body body;
	enum wire_kind kind;
	size_t frame = wire_open(&near.out, WIRE_LOG);

	wire_put_text(&near.out, "slowly");
	wire_close(&near.out, frame);
	for (size_t i = 0; i < near.out.length; i++) {
		ck_assert_int_eq(wire_receive(&far, false, &kind, &body), WIRE_NOTHING);
		ck_assert_int_eq(write(near.fd, near.out.data + i, 1), 1);
	}
	ck_assert_int_eq(wire_receive(&far, false, &kind, &body), WIRE_FRAME);
	ck_assert_str_eq(wire_get_text(&body), "slowly");
}
END_TEST

static const uint32_t headers[][2] = {
	{ 0, 0 },
	{ 0, 0x676c0000 },
	{ 0, 0x676c0000 | WIRE_KINDS },
	{ 0, 0x676d0000 | WIRE_LOG },
	{ WIRE_FRAME_MOST + 1u, 0x676c0000 | WIRE_LOG },
	{ UINT32_MAX, 0x676c0000 | WIRE_LOG },
};

START_TEST(a_wrong_header_is_bad_before_its_body_is_there)
{
	struct wire_body body;
	enum wire_kind kind;

	ck_assert_int_eq(write(near.fd, headers[_i], sizeof headers[_i]), sizeof headers[_i]);
	ck_assert_int_eq(wire_receive(&far, true, &kind, &body), WIRE_BAD);
}
END_TEST

START_TEST(sending_to_nobody_fails_without_a_signal)
{
	close(far.fd);
	far.fd = -1;
	wire_close(&near.out, wire_open(&near.out, WIRE_FLUSH));
	ck_assert(!wire_send(&near));
}
END_TEST

START_TEST(descriptors_travel_with_their_frame)
{
	int sent[2], got[2];
	struct wire_body body;
	enum wire_kind kind;
	size_t frame = wire_open(&near.out, WIRE_SPAWN);
	char c = 0;

	ck_assert_int_eq(pipe(sent), 0);
	wire_put_text(&near.out, "task");
	wire_close(&near.out, frame);
	ck_assert(wire_send_descriptors(&near, sent, 2));
	ck_assert_int_eq(wire_receive_descriptors(&far, &kind, &body, got, 2), WIRE_FRAME);
	ck_assert_str_eq(wire_get_text(&body), "task");
	ck_assert_int_eq(fcntl(got[0], F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(write(sent[1], "!", 1), 1);
	ck_assert_int_eq(read(got[0], &c, 1), 1);
	ck_assert_int_eq(c, '!');
	for (size_t i = 0; i < 2; i++) {
		close(sent[i]);
		close(got[i]);
	}
}
END_TEST

START_TEST(a_frame_without_its_descriptors_is_bad)
{
	struct wire_body body;
	enum wire_kind kind;
	int got[2];

	wire_close(&near.out, wire_open(&near.out, WIRE_SPAWN));
	ck_assert(wire_send(&near));
	ck_assert_int_eq(wire_receive_descriptors(&far, &kind, &body, got, 2), WIRE_BAD);
}
END_TEST

Suite *wire_suite(void);
Suite *wire_suite(void)
{
	Suite *suite = suite_create("wire");
	TCase *cases = tcase_create("wire");

	tcase_add_checked_fixture(cases, open_wires, close_wires);
	tcase_add_test(cases, what_is_put_is_got);
	tcase_add_test(cases, a_body_that_is_cut_anywhere_is_bad);
	tcase_add_loop_test(cases, junk_is_bad, 0, sizeof junks / sizeof *junks);
	tcase_add_loop_test(cases, a_column_with_an_unknown_type_or_flag_is_bad, 0, 2);
	tcase_add_test(cases, frames_arrive_one_by_one);
	tcase_add_test(cases, a_frame_in_single_bytes_arrives_whole);
	tcase_add_loop_test(cases, a_wrong_header_is_bad_before_its_body_is_there, 0,
			    sizeof headers / sizeof *headers);
	tcase_add_test(cases, sending_to_nobody_fails_without_a_signal);
	tcase_add_test(cases, descriptors_travel_with_their_frame);
	tcase_add_test(cases, a_frame_without_its_descriptors_is_bad);
	suite_add_tcase(suite, cases);
	return suite;
}
