#include "host/task.h"

#include <stdio.h>
#include <string.h>

static void put_plugin(struct text *out, const struct host_task *task)
{
	const size_t frame = wire_open(out, WIRE_TASK);

	wire_put_u32(out, task->verb);
	wire_put_i64(out, (int64_t)task->memory_limit);
	wire_put_text(out, task->driver);
	wire_put_u32(out, task->names_rule);
	wire_close(out, frame);
}

static void put_go(struct text *out)
{
	wire_close(out, wire_open(out, WIRE_GO));
}

void task_load_early(struct ready *ready, const struct host_task *task)
{
	struct wire wire = { .fd = ready->socket };

	if (*ready->content || !task->content)
		return;
	put_plugin(&wire.out, task);
	if (wire_send_descriptors(&wire, &task->image, 1)) {
		snprintf(ready->content, sizeof ready->content, "%s", task->content);
		ready->verb = task->verb;
	}
	wire_finish(&wire);
}

bool task_fits(const struct ready *ready, const struct host_task *task)
{
	if (!*ready->content)
		return true;
	return task->content && strcmp(ready->content, task->content) == 0 &&
	       ready->verb == task->verb;
}

bool task_send(struct wire *wire, const struct ready *ready, const struct host_task *task)
{
	if (!*ready->content)
		put_plugin(&wire->out, task);
	put_go(&wire->out);
	return *ready->content ? wire_send(wire) : wire_send_descriptors(wire, &task->image, 1);
}
