#include "progress/rate.h"

enum { PAUSE = 2 * 1000000, LEAST = 1000000 };

static const struct rate_sample *newest(const struct rate *rate)
{
	return &rate->samples[(rate->next + RATE_SAMPLES - 1) % RATE_SAMPLES];
}

static const struct rate_sample *oldest(const struct rate *rate)
{
	return &rate->samples[(rate->next + RATE_SAMPLES - rate->count) % RATE_SAMPLES];
}

void rate_add(struct rate *rate, int64_t time, uint64_t done)
{
	if (rate->count && done < newest(rate)->done)
		*rate = (struct rate){ 0 };
	if (rate->count && time - newest(rate)->time < PAUSE)
		return;
	rate->samples[rate->next] = (struct rate_sample){ time, done };
	rate->next = (rate->next + 1) % RATE_SAMPLES;
	if (rate->count < RATE_SAMPLES)
		rate->count++;
}

double rate_per_second(const struct rate *rate, int64_t time, uint64_t done)
{
	const struct rate_sample *from = oldest(rate);

	if (!rate->count || time - from->time < LEAST || done < from->done)
		return -1;
	return (double)(done - from->done) * 1e6 / (double)(time - from->time);
}

int64_t rate_left(double per_second, uint64_t done, uint64_t total)
{
	double seconds;

	if (per_second <= 0 || done >= total || done < total / 10)
		return -1;
	seconds = (double)(total - done) / per_second;
	return seconds < 1e9 ? (int64_t)(seconds * 1e6) : -1;
}
