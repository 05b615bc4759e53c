#include "data/backfill.h"

#include <stdlib.h>

void backfill_finish(struct backfill *backfill)
{
	selection_finish(&backfill->selection);
	free(backfill->writes);
	*backfill = (struct backfill){ 0 };
}
