#include "catalog/inert.h"

#include "catalog/relocation.h"

/* crti.o and crtbeginS.o bring an _init and, in the table, frame_dummy: both do nothing. */
static bool has_constructors(const struct dynamic *dynamic)
{
	const uint64_t most = dynamic_has(dynamic, DT_INIT) ? sizeof(Elf64_Addr) : 0;

	return dynamic_get(dynamic, DT_INIT_ARRAYSZ) > most;
}

bool inert_read(const struct object *object, const struct dynamic *dynamic,
		const struct needed *needed)
{
	return !needed->beyond_libc && !has_constructors(dynamic) &&
	       !relocation_calls(object, dynamic);
}
