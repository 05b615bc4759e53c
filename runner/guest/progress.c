#include "guest/guest.h"

void guest_tell_progress(struct guest *guest, uint64_t done, uint64_t total)
{
	const int64_t pause = 50000;
	int64_t now = guest_clock();
	size_t frame;

	if (now - guest->told < pause && done != total)
		return;
	guest->told = now;
	frame = wire_open(&guest->wire.out, WIRE_PROGRESS);
	wire_put_i64(&guest->wire.out, (int64_t)done);
	wire_put_i64(&guest->wire.out, (int64_t)total);
	wire_close(&guest->wire.out, frame);
	guest_push(guest);
}
