#include "fake_host.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "fake_interrupt.h"

struct fake_guest guest;

void guest_start_script(const struct fake_request *requests)
{
	guest_finish();
	guest.requests = requests;
	guest.checksum = "5e11";
}

void guest_finish(void)
{
	for (size_t i = 0; i < guest.reply_count; i++)
		free(guest.messages[i]);
	text_finish(&guest.rows);
	guest = (struct fake_guest){ 0 };
}

static bool take_columns(struct host_rows *rows, size_t count, const char *const *names)
{
	(void)rows;
	for (size_t i = 0; i < count; i++)
		text_print(&guest.rows, "%s%s", i ? " " : "", names[i]);
	text_add(&guest.rows, "|");
	return true;
}

static bool take_page(struct host_rows *rows, uint64_t before)
{
	(void)rows;
	text_print(&guest.rows, "page behind %llu|", (unsigned long long)before);
	return true;
}

static void show_value(const glim_value *value)
{
	if (value->type == GLIM_TYPE_NULL)
		text_add(&guest.rows, "NULL");
	else if (value->type == GLIM_TYPE_INT)
		text_print(&guest.rows, "%lld", (long long)value->as.integer);
	else
		text_add_bytes(&guest.rows, value->as.data, value->length);
}

static bool take_row(struct host_rows *rows, size_t count, const glim_value *values)
{
	(void)rows;
	for (size_t i = 0; i < count; i++) {
		text_add(&guest.rows, i ? " " : "");
		show_value(&values[i]);
	}
	text_add(&guest.rows, "|");
	return true;
}

static void ask(const struct host_service *service, const struct fake_request *request)
{
	const struct host_request asked = {
		.kind = request->kind,
		.file = "m.c",
		.line = (uint32_t)(request - guest.requests) + 1,
		.sql = request->sql,
		.values = request->values,
		.count = request->count,
		.model = request->model,
		.selection = request->selection,
		.opens = request->opens,
		.backfill = request->backfill,
		.bulk = request->bulk,
	};
	struct host_rows rows = { take_columns, take_row, take_page };
	const bool reads = request->kind == WIRE_QUERY || request->kind == WIRE_SELECT ||
			   request->kind == WIRE_SCAN || request->kind == WIRE_BACKFILL ||
			   request->kind == WIRE_BACKFILL_PAGE;
	struct host_reply *reply = &guest.replies[guest.reply_count];

	if (guest.reply_count == FAKE_REPLIES)
		abort();
	service->request(service->data, &asked, reads ? &rows : NULL, reply);
	guest.messages[guest.reply_count++] = memory_copy(reply->message);
	reply->message = guest.messages[guest.reply_count - 1];
}

static void play(const struct host_service *service, const struct fake_request *request)
{
	if (request->signal)
		fake_interrupt_set(request->signal);
	if (request->kind == WIRE_FAIL)
		service->fail(service->data, GLIM_ERROR, request->sql);
	else if (request->kind == WIRE_LOG)
		service->log(service->data, GLIM_INFO, request->sql);
	else if (request->kind == WIRE_PROGRESS)
		service->progress(service->data, 1, 2);
	else
		ask(service, request);
}

bool host_run(struct host *host, const struct host_task *task, const struct host_service *service,
	      struct host_result *result, struct error *error)
{
	(void)host;
	guest.runs++;
	guest.task = *task;
	*result = (struct host_result){ 0 };
	for (const struct fake_request *request = guest.requests; request->kind; request++)
		for (int i = 0; i < request->times || i == 0; i++)
			play(service, request);
	if (guest.broken)
		return error_set(error, ERROR_PLUGIN_CRASH, "%s", guest.broken);
	*result = guest.result;
	result->reason = memory_copy(guest.result.reason);
	result->file = memory_copy(guest.result.file);
	if (service->stopped(service->data)) {
		result->end = HOST_STOPPED;
		free(result->reason);
		result->reason = memory_copy("was stopped");
	}
	return true;
}

/* Whatever happens behind run(). */
void host_end(struct host *host, struct host_result *result)
{
	(void)host;
	if (!guest.ends_with)
		return;
	free(result->reason);
	result->end = HOST_CRASHED;
	result->reason = memory_copy(guest.ends_with);
}

void host_result_finish(struct host_result *result)
{
	free(result->reason);
	free(result->file);
	*result = (struct host_result){ 0 };
}

struct host *host_create(struct error *error)
{
	static char there;

	(void)error;
	return (struct host *)&there;
}

void host_prepare(struct host *host, size_t tasks)
{
	(void)host;
	guest.prepared = tasks;
}

void host_load(struct host *host, const struct host_task *task)
{
	(void)host;
	guest.next = *task;
	guest.loaded++;
}

void host_destroy(struct host *host)
{
	(void)host;
}

bool catalog_open_image(const struct catalog *catalog, struct entry *entry,
			struct plugin_image *image, struct error *error)
{
	(void)catalog;
	guest.images++;
	*image = (struct plugin_image){ .fd = -1 };
	if (guest.refused)
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s: %s", entry->path, guest.refused);
	if (guest.refused_later && guest.images > 1)
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s: %s", entry->path,
				 guest.refused_later);
	image->fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	snprintf(image->checksum, sizeof image->checksum, "%s", guest.checksum);
	return true;
}
