/*
 * glim/cplusplus.h: the C++17 side of glim/migration.h, which includes it by itself.
 *
 *     #include <glim/migration.h>
 *     #include <optional>
 *     #include <string>
 *
 *     const char description[] = "gives every user a first post";
 *
 *     GLIM_RUN(ctx)
 *     {
 *         glim_exec(ctx, "CREATE TABLE users (id INTEGER, name VARCHAR(80))");
 *         glim_exec(ctx, "INSERT INTO users VALUES (?, ?)", 5, std::string("Aras"));
 *         glim_exec(ctx, "CREATE TABLE posts (author INTEGER, title VARCHAR(80))");
 *         glim_rows *users = glim_query(ctx, "SELECT id, name FROM users WHERE id > ?", 0);
 *         while (glim_next(users)) {
 *             auto name = glim_get<std::optional<std::string>>(users, 1);
 *             glim_exec(ctx, "INSERT INTO posts VALUES (?, ?)", glim_get<int>(users, 0),
 *                       "Hello from " + name.value_or("nobody"));
 *         }
 *     }
 *
 *     GLIM_ROLLBACK(ctx)
 *     {
 *         glim_exec(ctx, "DROP TABLE posts");
 *         glim_exec(ctx, "DROP TABLE users");
 *     }
 *
 * What the body of GLIM_RUN or GLIM_ROLLBACK throws becomes the migration's error, with what
 * std::throw_with_nested() keeps in it. Plain run() and rollback() do too, but an exception that
 * leaves them ends the process.
 */
#ifndef GLIM_CPLUSPLUS_H
#define GLIM_CPLUSPLUS_H

#if __cplusplus < 201703L
#error "glim/migration.h wants C++17: compile with -std=c++17 or a later one"
#endif

#include <charconv>
#include <exception>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

/* Where a C++ call stands: made from the context by itself, at the place of the call. */
struct glim_here {
	glim_ctx *ctx;

	glim_here(glim_ctx *context, const char *file = __builtin_FILE(),
		  uint32_t line = __builtin_LINE())
	    : ctx(glim_at(context, file, line))
	{
	}
};

namespace glim_detail
{

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_letter = std::is_same_v<T, char> || std::is_same_v<T, wchar_t> ||
				  std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

template <class T>
inline constexpr bool is_byte = std::is_same_v<T, unsigned char> || std::is_same_v<T, std::byte>;

template <class T, class = void> inline constexpr bool is_bytes = false;
template <class T>
inline constexpr bool is_bytes<
	T, std::void_t<decltype(std::data(std::declval<T &>()), std::size(std::declval<T &>()))>> =
	is_byte<std::remove_cv_t<std::remove_pointer_t<decltype(std::data(std::declval<T &>()))>>>;

template <class> inline constexpr bool no_value = false;

inline glim_value text(std::string_view text)
{
	glim_value value = glim_typed(GLIM_TYPE_TEXT);

	value.as.data = text.empty() ? "" : text.data();
	value.length = (uint32_t)text.size();
	return value;
}

/* Exact types only: what C++ would convert on the way, and lose something, does not compile. */
template <class T> glim_value value(const T &from)
{
	using Plain = std::remove_cv_t<T>;
	using Decayed = std::decay_t<T>;

	if constexpr (std::is_same_v<Plain, glim_value>) {
		return from;
	} else if constexpr (std::is_null_pointer_v<Plain> ||
			     std::is_same_v<Plain, std::nullopt_t>) {
		return glim_null();
	} else if constexpr (is_optional<Plain>) {
		return from ? value(*from) : glim_null();
	} else if constexpr (std::is_same_v<Decayed, const char *> ||
			     std::is_same_v<Decayed, char *>) {
		return glim_text(from);
	} else if constexpr (is_bytes<const T>) {
		return glim_blob(std::size(from) ? (const void *)std::data(from) : "",
				 std::size(from));
	} else if constexpr (std::is_pointer_v<Decayed>) {
		static_assert(no_value<T>, "glim: a pointer is no value, unless to char: pass what "
					   "it points to, or glim_blob()");
	} else if constexpr (std::is_convertible_v<const T &, std::string_view>) {
		return text(from);
	} else if constexpr (is_letter<Plain>) {
		static_assert(no_value<T>, "glim: is this a text or a number? std::string(1, c), "
					   "or int(c)");
	} else if constexpr (std::is_integral_v<Plain>) {
		static_assert(std::is_signed_v<Plain> || sizeof(Plain) < sizeof(int64_t),
			      "glim: may not fit into 64 signed bits: cast it to int64_t");
		return glim_int(from);
	} else if constexpr (std::is_floating_point_v<Plain>) {
		static_assert(sizeof(Plain) <= sizeof(double),
			      "glim: a database holds no long double: cast it to double");
		return glim_real(from);
	} else if constexpr (std::is_enum_v<Plain> && std::is_convertible_v<Plain, int64_t>) {
		return value(std::underlying_type_t<Plain>(from));
	} else {
		static_assert(no_value<T>, "glim: no value of a database: a number, bool, text, "
					   "bytes, nullptr, std::optional or glim_value is");
	}
}

} // namespace glim_detail

/*
 * A value is an int or any other integer that fits into 64 signed bits, a bool, a double or float,
 * a std::string, std::string_view or const char *, bytes (std::vector<unsigned char>, any such of
 * std::byte), nullptr, a std::optional of these, or a glim_value. Others do not compile.
 */
template <class... Values> int glim_exec(glim_here here, const char *sql, const Values &...values)
{
	const glim_value list[] = { glim_detail::value(values)..., glim_end() };

	return here.ctx->api->exec(here.ctx, sql, list, sizeof...(values));
}

template <class... Values>
glim_rows *glim_query(glim_here here, const char *sql, const Values &...values)
{
	const glim_value list[] = { glim_detail::value(values)..., glim_end() };

	return here.ctx->api->query(here.ctx, sql, list, sizeof...(values));
}

template <class... Values> int glim_try(glim_here here, const char *sql, const Values &...values)
{
	const glim_value list[] = { glim_detail::value(values)..., glim_end() };

	return here.ctx->api->try_exec(here.ctx, sql, list, sizeof...(values));
}

/* Fails the migration as C's glim_fail() does, with a text of any length and no format. */
inline int glim_fail(glim_ctx *ctx, const std::string &message)
{
	return ctx->api->set_error(ctx, GLIM_ERROR, message.c_str());
}

namespace glim_detail
{

/* "12.00" too, to the last digit: on the way through a double some would be lost. */
inline bool whole(std::string_view text, int64_t &integer)
{
	const size_t point = text.find('.');
	const std::string_view digits = text.substr(0, point).substr(text.substr(0, 1) == "+");
	const char *const end = digits.data() + digits.size();

	if (point != text.npos && text.find_first_not_of('0', point + 1) != text.npos)
		return false;
	const auto [at, error] = std::from_chars(digits.data(), end, integer);
	return at == end && error == std::errc();
}

inline bool is_decimal(std::string_view text)
{
	return text.find('.') != text.npos && text.find_first_of("eE") == text.npos;
}

inline void refuse(glim_rows *rows, size_t column, const char *why)
{
	const char *text = glim_get_text(rows, column);

	glim_fail(rows->ctx, "column " + std::to_string(column) + " holds " + (text ? text : "") +
				     ", which is " + why);
}

/* 0 behind a failure. A decimal text that is not whole is only asked whether it is a number. */
inline int64_t integer(glim_rows *rows, size_t column)
{
	const glim_value value = glim_get(rows, column, GLIM_TYPE_NULL);
	const bool is_text = value.type == GLIM_TYPE_TEXT;
	const std::string_view text(is_text ? (const char *)value.as.data : "",
				    is_text ? value.length : 0);
	int64_t integer = value.as.integer;

	if (value.type == GLIM_TYPE_INT || whole(text, integer))
		return integer;
	integer = glim_get_int(rows, column);
	const double real = glim_get_real(rows, column);
	if (!is_decimal(text) && real >= (double)integer && real <= (double)integer)
		return integer;
	refuse(rows, column, "no integer");
	return 0;
}

/* Infinity itself fits. */
template <class T> T real(glim_rows *rows, size_t column)
{
	const T most = std::numeric_limits<T>::max();
	const glim_value value = glim_get(rows, column, GLIM_TYPE_NULL);
	const T real = (T)glim_get_real(rows, column);
	const bool is_infinite = value.type == GLIM_TYPE_REAL &&
				 (value.as.real > std::numeric_limits<double>::max() ||
				  value.as.real < std::numeric_limits<double>::lowest());

	if (is_infinite || !(real > most || real < -most))
		return real;
	refuse(rows, column, "too large");
	return 0;
}

} // namespace glim_detail

/*
 * A column as a T: an integer, bool, double, float, std::string, or std::optional of one, which is
 * how to tell NULL from 0. A number that does not fit into T, as 1.5 does not into an integer or
 * a bool, fails the migration, and reads as 0.
 */
template <class T> T glim_get(glim_rows *rows, size_t column)
{
	if constexpr (glim_detail::is_optional<T>) {
		if (glim_is_null(rows, column))
			return std::nullopt;
		return glim_get<typename T::value_type>(rows, column);
	} else if constexpr (std::is_same_v<T, bool>) {
		return glim_detail::integer(rows, column) != 0;
	} else if constexpr (std::is_integral_v<T>) {
		const int64_t integer = glim_detail::integer(rows, column);

		if ((int64_t)(T)integer == integer && (integer < 0) == ((T)integer < T(0)))
			return (T)integer;
		glim_detail::refuse(rows, column, "too large");
		return 0;
	} else if constexpr (std::is_floating_point_v<T>) {
		return glim_detail::real<T>(rows, column);
	} else {
		static_assert(std::is_same_v<T, std::string>,
			      "glim: a column is an integer, bool, double, float, std::string or "
			      "std::optional of one; bytes come by glim_get_blob()");
		const glim_value value = glim_get(rows, column, GLIM_TYPE_TEXT);

		return value.as.data ? std::string((const char *)value.as.data, value.length)
				     : std::string();
	}
}

#if defined(__cpp_exceptions)
namespace glim_detail
{

inline std::string reason();

/* What is thrown may come without its text. */
inline std::string words(const char *text)
{
	return !text ? "threw a null pointer" : *text ? text : "threw an exception without words";
}

/* Of what is being handled, what std::throw_with_nested() keeps in it: ": inner". */
inline std::string nested_reason()
{
	try {
		throw;
	} catch (const std::nested_exception &outer) {
		if (!outer.nested_ptr())
			return "";
		try {
			outer.rethrow_nested();
		} catch (...) {
			return ": " + reason();
		}
	} catch (...) {
		return "";
	}
}

inline std::string own_reason()
{
	try {
		throw;
	} catch (const std::exception &thrown) {
		return words(thrown.what() ? thrown.what() : "");
	} catch (const std::string &thrown) {
		return words(thrown.c_str());
	} catch (const char *thrown) {
		return words(thrown);
	} catch (...) {
		return "threw something that is no std::exception";
	}
}

inline std::string reason()
{
	return own_reason() + nested_reason();
}

} // namespace glim_detail
#endif

/* Runs `body` and turns what it throws into the migration's error; without exceptions, runs it. */
inline int glim_guard(glim_ctx *ctx, void (*body)(glim_ctx *))
{
#if defined(__cpp_exceptions)
	try {
		body(ctx);
	} catch (...) {
		return glim_fail(ctx, glim_detail::reason());
	}
#else
	body(ctx);
#endif
	return glim_status(ctx);
}

/* GLIM_RUN(ctx) { .. } defines run(), GLIM_ROLLBACK(ctx) { .. } rollback(); the body returns void.
 */
#define GLIM_RUN(ctx)                                                                              \
	static void glim_run_body(glim_ctx *ctx);                                                  \
	int run(glim_ctx *context)                                                                 \
	{                                                                                          \
		return glim_guard(context, glim_run_body);                                         \
	}                                                                                          \
	static void glim_run_body([[maybe_unused]] glim_ctx *ctx)

#define GLIM_ROLLBACK(ctx)                                                                         \
	static void glim_rollback_body(glim_ctx *ctx);                                             \
	int rollback(glim_ctx *context)                                                            \
	{                                                                                          \
		return glim_guard(context, glim_rollback_body);                                    \
	}                                                                                          \
	static void glim_rollback_body([[maybe_unused]] glim_ctx *ctx)

#endif
