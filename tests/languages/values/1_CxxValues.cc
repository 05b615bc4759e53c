#include <glim/migration.h>

#include <array>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

const char description[] = "every kind of value to the database and back, in C++";

enum color { red = 3 };

static void expect(bool holds, const char *what)
{
	if (!holds)
		throw std::logic_error(what);
}

static std::string text_of(glim_ctx *ctx, int id)
{
	glim_rows *rows = glim_query(ctx, "SELECT t FROM cxx_values WHERE id = ?", id);

	expect(glim_next(rows), "a row of a text");
	return glim_get<std::string>(rows, 0);
}

template <class T> static T number_of(glim_ctx *ctx, int id)
{
	glim_rows *rows = glim_query(ctx, "SELECT n FROM cxx_values WHERE id = ?", id);

	expect(glim_next(rows), "a row of a number");
	return glim_get<T>(rows, 0);
}

static void numbers(glim_ctx *ctx)
{
	const int64_t least = std::numeric_limits<int64_t>::min();
	const int64_t most = std::numeric_limits<int64_t>::max();
	const char *insert = "INSERT INTO cxx_values (id, n) VALUES (?, ?), (?, ?), (?, ?), (?, ?)";

	glim_exec(ctx, insert, 1, least, 2L, most, (short)3, true, 4u, red);
	glim_exec(ctx, insert, 5, (signed char)-1, 6, (unsigned char)255, 7, 4294967295u, 8,
		  'a' - 'a');
	expect(number_of<int64_t>(ctx, 1) == least && number_of<long long>(ctx, 2) == most,
	       "the ends");
	expect(number_of<bool>(ctx, 3) && number_of<int>(ctx, 4) == red, "bool and enum");
	expect(number_of<int8_t>(ctx, 5) == -1 && number_of<uint8_t>(ctx, 6) == 255, "bytes");
	expect(number_of<unsigned>(ctx, 7) == 4294967295u && number_of<size_t>(ctx, 8) == 0,
	       "unsigned");
}

static void texts(glim_ctx *ctx)
{
	const char *insert = "INSERT INTO cxx_values (id, t) VALUES (?, ?), (?, ?), (?, ?)";
	const std::string_view part = std::string_view("abcdef").substr(2, 3);
	char buffer[16] = "it's \"?\"";
	const char *null = nullptr;

	glim_exec(ctx, insert, 11, std::string("\u00e9\\\n"), 12, part, 13, buffer);
	glim_exec(ctx, insert, 14, "", 15, std::string_view(), 16, std::optional<std::string>("o"));
	glim_exec(ctx, insert, 17, null, 18, nullptr, 19, std::optional<std::string>());
	expect(text_of(ctx, 11) == "\u00e9\\\n" && text_of(ctx, 12) == "cde", "texts");
	expect(text_of(ctx, 13) == "it's \"?\"" && text_of(ctx, 14).empty(), "quotes, and nothing");
	expect(text_of(ctx, 15).empty() && text_of(ctx, 16) == "o", "an empty view, an optional");

	glim_rows *rows = glim_query(ctx, "SELECT id FROM cxx_values WHERE t IS NULL AND id > 10");
	for (int id = 17; id <= 19; id++)
		expect(glim_next(rows), "three are NULL");
	expect(!glim_next(rows), "the others are not");
}

static void bytes_and_reals(glim_ctx *ctx)
{
	const std::vector<unsigned char> bytes = { 0, 1, 0, 255 };
	const std::array<std::byte, 2> more = { std::byte{ 7 }, std::byte{ 0 } };
	const char *insert = "INSERT INTO cxx_values (id, b, r) VALUES (?, ?, ?)";

	glim_exec(ctx, insert, 21, bytes, 0.1);
	glim_exec(ctx, insert, 22, more, 2.5f);
	glim_exec(ctx, insert, 23, std::vector<unsigned char>(), std::optional<double>());
	glim_rows *rows = glim_query(ctx, "SELECT b, r FROM cxx_values WHERE id > 20 ORDER BY id");
	expect(glim_next(rows) && glim_get_blob(rows, 0).length == 4, "four bytes");
	expect(((const unsigned char *)glim_get_blob(rows, 0).as.data)[3] == 255, "the last byte");
	expect(glim_get<double>(rows, 1) >= 0.1 && glim_get<double>(rows, 1) <= 0.1, "a tenth");
	expect(glim_next(rows) && glim_get_blob(rows, 0).length == 2, "two bytes");
	expect(glim_next(rows) && !glim_is_null(rows, 0) && glim_get_blob(rows, 0).length == 0,
	       "no bytes are not NULL");
	expect(!glim_get<std::optional<double>>(rows, 1), "NULL is not 0");
}

template <class T> static T read(glim_ctx *ctx, const std::string &number)
{
	glim_rows *rows = glim_query(ctx, ("SELECT " + number).c_str());

	expect(glim_next(rows), "a row of what fits or not");
	return glim_get<T>(rows, 0);
}

/* The failure of a read, and 0. */
template <class T>
static void refused(glim_ctx *ctx, const std::string &number, const std::string &why)
{
	glim_begin(ctx);
	expect(read<std::optional<T>>(ctx, number) == std::optional(T(0)),
	       "what does not fit reads as 0");
	const std::string message = glim_message(ctx);
	expect(message == "column 0 holds " + why, (number + ": " + message).c_str());
	glim_rollback(ctx);
	glim_clear(ctx);
}

static void misfits(glim_ctx *ctx)
{
	refused<int64_t>(ctx, "r FROM cxx_values WHERE id = 22", "2.5, which is no integer");
	refused<int>(ctx, "1.5", "1.5, which is no integer");
	refused<bool>(ctx, "0.4", "0.4, which is no integer");
	refused<int>(ctx, "'1.00000000000000000001'",
		     "1.00000000000000000001, which is no integer");
	refused<int8_t>(ctx, "300", "300, which is too large");
	refused<float>(ctx, "'1e300'", "1e300, which is too large");
	refused<double>(ctx, "'-1e400'", "-1e400, which is too large");
}

static void fits(glim_ctx *ctx)
{
	expect(read<int>(ctx, "2.0") == 2 && read<int>(ctx, "'1.5e3'") == 1500, "whole numbers");
	expect(read<int64_t>(ctx, "'+12345678901234567.00'") == 12345678901234567, "all digits");
	expect(!read<bool>(ctx, "'-0.00'") && read<int>(ctx, "NULL") == 0, "zeroes");
	expect(read<bool>(ctx, "TRUE") && read<bool>(ctx, "2"), "what is not 0");
	expect(read<float>(ctx, "0.1") > 0.0999F, "a float that is near");
}

GLIM_RUN(ctx)
{
	const bool has_bytea = std::string_view(glim_driver(ctx)) == "postgresql";
	const std::string blob = has_bytea ? "BYTEA" : "BLOB";

	glim_exec(ctx, ("CREATE TABLE cxx_values (id INTEGER, n BIGINT, t VARCHAR(80), b " + blob +
			", r DOUBLE PRECISION)")
			       .c_str());
	numbers(ctx);
	texts(ctx);
	bytes_and_reals(ctx);
	misfits(ctx);
	fits(ctx);
}

GLIM_ROLLBACK(ctx)
{
	glim_exec(ctx, "DROP TABLE cxx_values");
}
