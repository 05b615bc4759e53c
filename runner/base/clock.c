#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MILLISECOND = 1000, SECOND = 1000 * MILLISECOND };

static int64_t read_clock(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

int64_t clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_elapsed(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/* Seconds and what is left of them, also before 1970. */
static time_t whole_seconds(int64_t time, int *rest)
{
	int64_t seconds = time / SECOND;

	*rest = (int)(time % SECOND);
	if (*rest < 0) {
		*rest += SECOND;
		seconds--;
	}
	return (time_t)seconds;
}

void clock_format_history(int64_t time, char out[CLOCK_TEXT])
{
	struct tm at = { 0 };
	int rest;
	time_t seconds = whole_seconds(time, &rest);
	size_t length;

	gmtime_r(&seconds, &at);
	length = strftime(out, CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", &at);
	snprintf(out + length, CLOCK_TEXT - length, ".%06d", rest);
}

void clock_format_json(int64_t time, char out[CLOCK_TEXT])
{
	char history[CLOCK_TEXT];
	size_t date;

	clock_format_history(time, history);
	date = strcspn(history, " ");
	snprintf(out, CLOCK_TEXT, "%.*sT%.26sZ", (int)date, history, history + date + 1);
}

void clock_format_local(int64_t time, char out[CLOCK_TEXT])
{
	struct tm at = { 0 };
	int rest;
	time_t seconds = whole_seconds(time, &rest);

	localtime_r(&seconds, &at);
	strftime(out, CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", &at);
}

/* Each 9 in `shape` takes one digit, any other character itself. */
static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; text++, shape++) {
		bool digit = *text >= '0' && *text <= '9';

		if (*shape == '9' ? !digit : *text != *shape)
			return false;
	}
	return true;
}

static int number(const char *text, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* Up to six digits behind a point; NULL if there is a point and no number. */
static const char *read_fraction(const char *text, int *microseconds)
{
	int digits = 0;

	*microseconds = 0;
	if (*text != '.')
		return text;
	for (text++; digits < 6 && *text >= '0' && *text <= '9'; text++, digits++)
		*microseconds = *microseconds * 10 + (*text - '0');
	if (digits == 0)
		return NULL;
	for (; digits < 6; digits++)
		*microseconds *= 10;
	return text;
}

/* timegm() turns 30 February into March: a day that moved was none. */
static bool to_seconds(const struct tm *fields, time_t *seconds)
{
	struct tm moved = *fields;

	*seconds = timegm(&moved);
	return moved.tm_mon == fields->tm_mon && moved.tm_mday == fields->tm_mday &&
	       moved.tm_hour == fields->tm_hour && moved.tm_min == fields->tm_min &&
	       moved.tm_sec == fields->tm_sec;
}

int64_t clock_parse(const char *text)
{
	bool json = has_shape(text, "9999-99-99T99:99:99");
	struct tm fields = { 0 };
	const char *end;
	int microseconds;
	time_t seconds;

	if (!json && !has_shape(text, "9999-99-99 99:99:99"))
		return -1;
	fields.tm_year = number(text, 4) - 1900;
	fields.tm_mon = number(text + 5, 2) - 1;
	fields.tm_mday = number(text + 8, 2);
	fields.tm_hour = number(text + 11, 2);
	fields.tm_min = number(text + 14, 2);
	fields.tm_sec = number(text + 17, 2);
	end = read_fraction(text + 19, &microseconds);
	if (!end || strcmp(end, json ? "Z" : "") != 0 || !to_seconds(&fields, &seconds))
		return -1;
	return (int64_t)seconds * SECOND + microseconds;
}

/* `value` below one thousand units, rounded once and shown with three digits. */
static void format_three_digits(int64_t value, int64_t unit, const char *name, char out[CLOCK_TEXT])
{
	int hundredths = (int)((value + unit / 200) / (unit / 100));
	int tenths = (int)((value + unit / 20) / (unit / 10));

	if (hundredths < 1000)
		snprintf(out, CLOCK_TEXT, "%d.%02d %s", hundredths / 100, hundredths % 100, name);
	else if (tenths < 1000)
		snprintf(out, CLOCK_TEXT, "%d.%d %s", tenths / 10, tenths % 10, name);
	else
		snprintf(out, CLOCK_TEXT, "%d %s", (int)((value + unit / 2) / unit), name);
}

static void format_long(int64_t seconds, char out[CLOCK_TEXT])
{
	int64_t minutes = (seconds + 30) / 60;

	if (seconds < 3600)
		snprintf(out, CLOCK_TEXT, "%d min %d s", (int)(seconds / 60), (int)(seconds % 60));
	else
		snprintf(out, CLOCK_TEXT, "%lld h %d min", (long long)(minutes / 60),
			 (int)(minutes % 60));
}

void clock_format_duration(int64_t microseconds, char out[CLOCK_TEXT])
{
	int64_t value = microseconds > 0 ? microseconds : 0;

	if (value > INT64_MAX - SECOND)
		value = INT64_MAX - SECOND;
	if (value < MILLISECOND)
		snprintf(out, CLOCK_TEXT, "0.%03d ms", (int)value);
	else if (value < 999500)
		format_three_digits(value, MILLISECOND, "ms", out);
	else if (value < INT64_C(59950) * MILLISECOND)
		format_three_digits(value, SECOND, "s", out);
	else
		format_long((value + SECOND / 2) / SECOND, out);
}
