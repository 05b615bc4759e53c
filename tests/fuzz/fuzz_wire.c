/* The host reads frames of a process that may be broken or hostile. */
#include <stdlib.h>

#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_body body = { .at = data, .left = size };
	size_t count;

	while (body.left && !body.bad) {
		switch (wire_get_u32(&body) % 5) {
		case 0:
			wire_get_text(&body);
			break;
		case 1:
			wire_get_bytes(&body, &count);
			break;
		case 2:
			free(wire_get_values(&body, &count));
			break;
		case 3:
			model_destroy(wire_get_model(&body));
			break;
		default:
			wire_get_i64(&body);
		}
	}
	return 0;
}
