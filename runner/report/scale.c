#include "report/report.h"

enum { LEAST = 1000, LONGEST_AT_LEAST = 1000000 };

/* The binary logarithm, straight between two powers: a bar is no finer. For x of at least 1. */
static double logarithm(double x)
{
	double whole = 0;

	while (x >= 2) {
		x /= 2;
		whole++;
	}
	return whole + x - 1;
}

/* 9 ms beside 11 minutes: on a plain scale all but one would be nothing. */
double report_scale(int64_t microseconds, int64_t longest)
{
	const double most = (double)(longest > LONGEST_AT_LEAST ? longest : LONGEST_AT_LEAST);

	if (microseconds <= LEAST)
		return 0;
	if ((double)microseconds >= most)
		return 1;
	return logarithm((double)microseconds / LEAST) / logarithm(most / LEAST);
}

int64_t report_longest(const struct overview *overview)
{
	int64_t longest = 0;

	for (size_t i = 0; i < overview->count; i++) {
		const struct record *record = overview->rows[i].record;

		if (record && record->duration_us > longest)
			longest = record->duration_us;
	}
	return longest > LONGEST_AT_LEAST ? longest : LONGEST_AT_LEAST;
}
