#include <glim/data.h>

static int text_of(glim_rows *row, void *data)
{
	(void)data;
	return glim_put(row, glim_text(glim_get_int(row, 0) == 70 ? "long" : "new"));
}
