#include "data/pace.h"

static uint32_t bounded(int64_t rows, uint32_t least, uint32_t most)
{
	if (rows < least)
		return least;
	return rows > most ? most : (uint32_t)rows;
}

/* One slow page may be chance: no more than half or twice as many at a time. */
uint32_t pace_next(uint32_t rows, uint32_t came, int64_t elapsed, int64_t target)
{
	const uint32_t least = rows / 2 > PACE_LEAST ? rows / 2 : PACE_LEAST;
	const uint32_t most = rows < PACE_MOST / 2 ? rows * 2 : PACE_MOST;

	if (!came)
		return bounded(rows, PACE_LEAST, PACE_MOST);
	if (elapsed < 1)
		elapsed = 1;
	/* A page that ended early, its rows being large, says what one row takes all the same. */
	return bounded((int64_t)((double)came * (double)target / (double)elapsed), least,
		       most > least ? most : least);
}
