#include "scripted_service.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "host/guest.h"
#include "wire/descendant.h"

/* ---- Places ---- */

/* The nearest folder above this program that holds `name`; else the current one. */
char *script_find(const char *name)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	char *slash;

	ck_assert_int_gt(length, 0);
	path[length] = '\0';
	while ((slash = strrchr(path, '/'))) {
		char *found;

		*slash = '\0';
		found = memory_format("%s/%s", path, name);
		if (access(found, R_OK) == 0)
			return found;
		free(found);
	}
	ck_assert_msg(access(name, R_OK) == 0, "%s is nowhere above the test program", name);
	return realpath(name, NULL);
}

const char *script_folder(void)
{
	static char folder[64];

	if (*folder)
		return folder;
	snprintf(folder, sizeof folder, "/tmp/glim-host-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	return folder;
}

void script_remove_folder(void)
{
	char *command = memory_format("rm -rf '%s'", script_folder());

	ck_assert_int_eq(system(command), 0);
	free(command);
}

/* ---- Plugins ---- */

static int open_image(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int image = memfd_create("plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct stat about;

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(fstat(file, &about), 0);
	ck_assert(sendfile(image, file, NULL, (size_t)about.st_size) == about.st_size);
	fcntl(image, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	close(file);
	return image;
}

int script_compile(const char *source, const char *flags)
{
	char *include = script_find("include/glim/model.h");
	char *path = *source == '/' ? memory_copy(source) : script_find(source);
	char *object = memory_format("%s/plugin.so", script_folder());
	char *command;
	int image;

	include[strlen(include) - strlen("/glim/model.h")] = '\0';
	command = memory_format("${CC:-cc} -O1 -shared -fPIC -o '%s' '%s' %s '-I%s'", object, path,
				flags, include);
	ck_assert_int_eq(system(command), 0);
	image = open_image(object);
	free(command);
	free(object);
	free(path);
	free(include);
	return image;
}

int script_compile_bare(const char *text)
{
	char *path = memory_format("%s/plugin.c", script_folder());
	FILE *file = fopen(path, "we");
	int image;

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	image = script_compile(path, "");
	free(path);
	return image;
}

int script_compile_text(const char *text)
{
	char *whole = memory_format("#include <glim/model.h>\n#line 1 \"plugin.c\"\n%s\n", text);
	int image = script_compile_bare(whole);

	free(whole);
	return image;
}

/* ---- What was asked, as text ---- */

static const char *kind_name(enum wire_kind kind)
{
	static const char *const names[WIRE_KINDS] = {
		[WIRE_EXEC] = "exec",          [WIRE_TRY] = "try",
		[WIRE_QUERY] = "query",        [WIRE_SCRIPT] = "script",
		[WIRE_FLUSH] = "flush",        [WIRE_BEGIN] = "begin",
		[WIRE_COMMIT] = "commit",      [WIRE_ROLLBACK] = "rollback",
		[WIRE_CLEAR] = "clear",        [WIRE_CREATE_TABLE] = "create",
		[WIRE_DROP_TABLE] = "drop",    [WIRE_ADD] = "add",
		[WIRE_UPDATE] = "update",      [WIRE_REMOVE] = "remove",
		[WIRE_SELECT] = "select",      [WIRE_SCAN] = "scan",
		[WIRE_BULK_OPEN] = "open",     [WIRE_BULK_ROWS] = "rows",
		[WIRE_BULK_CLOSE] = "close",   [WIRE_BACKFILL] = "backfill",
		[WIRE_BACKFILL_PAGE] = "page",
	};

	return names[kind];
}

static void write_value(struct text *out, const glim_value *value)
{
	switch (value->type) {
	case GLIM_TYPE_END:
		text_add(out, "-");
		break;
	case GLIM_TYPE_NULL:
		text_add(out, "NULL");
		break;
	case GLIM_TYPE_INT:
		text_print(out, "%lld", (long long)value->as.integer);
		break;
	case GLIM_TYPE_REAL:
		text_print(out, "%g", value->as.real);
		break;
	default:
		text_add(out, value->type == GLIM_TYPE_TEXT ? "'" : "x'");
		text_add_safe(out, value->as.data, value->length);
		text_add(out, "'");
	}
}

static void write_names(struct text *out, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_print(out, "%s%s", i ? "," : " ", names[i]);
}

static void write_values(struct text *out, const glim_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_add(out, i ? " " : " [");
		write_value(out, &values[i]);
	}
	text_add(out, count ? "]" : "");
}

static void write_selection(struct text *out, const struct selection *selection)
{
	text_print(out, " %s", selection->table);
	write_names(out, selection->columns, selection->column_count);
	text_add(out, " by");
	write_names(out, selection->key, selection->key_count);
	if (selection->where)
		text_print(out, " where %s", selection->where);
	write_values(out, selection->values, selection->value_count);
	text_add(out, selection->after_count ? " behind" : "");
	write_values(out, selection->after, selection->after_count);
	text_print(out, " limit %u", selection->limit);
}

static void write_backfill(struct text *out, const struct backfill *backfill)
{
	write_selection(out, &backfill->selection);
	if (backfill->set)
		text_print(out, " set %s", backfill->set);
	else
		text_add(out, " writes");
	write_names(out, backfill->writes, backfill->write_count);
}

static void write_bulk(struct text *out, const struct host_request *request)
{
	const struct bulk *bulk = request->opens;

	text_print(out, " %u", request->bulk);
	if (bulk)
		text_print(out, " %s ", bulk->table);
	for (size_t i = 0; bulk && i < bulk->count; i++)
		text_print(out, "%s%s%s", i ? "," : "", bulk->columns[i],
			   bulk->is_key[i] ? "!" : "");
	if (bulk)
		text_print(out, " as %d", bulk->mode);
}

static void write_request(struct text *out, const struct host_request *request)
{
	text_add(out, kind_name(request->kind));
	if (request->file)
		text_print(out, " %s:%u", basename(request->file), request->line);
	if (request->model)
		text_print(out, " %s/%s/%zu", request->model->name, request->model->table,
			   request->model->count);
	if (request->sql)
		text_print(out, " %.200s", request->sql);
	if (request->selection)
		write_selection(out, request->selection);
	if (request->backfill)
		write_backfill(out, request->backfill);
	if (request->bulk)
		write_bulk(out, request);
	write_values(out, request->values, request->count);
	text_add(out, "\n");
}

/* ---- Answers ---- */

static void send_rows(const struct script *script, struct host_rows *rows)
{
	const char *names[16] = { "a", "b", "c", "d", "e", "f", "g", "h",
				  "i", "j", "k", "l", "m", "n", "o", "p" };

	ck_assert_ptr_nonnull(rows);
	if (!rows->columns(rows, script->columns, names))
		return;
	for (size_t i = 0; i < script->rows; i++)
		if (!rows->row(rows, script->columns, script->values + i * script->columns))
			return;
}

static void send_page(const struct script *script, struct host_rows *rows)
{
	const useconds_t while_the_function_runs = 20000;

	rows->page(rows, script->requests);
	if (script->anew) {
		send_rows(script, rows);
		usleep(while_the_function_runs);
		rows->page(rows, script->requests);
	}
	send_rows(script, rows);
}

static void stick(struct script *script, int status, const char *message)
{
	if (script->sticks)
		return;
	script->sticks = status;
	free(script->message);
	script->message = memory_copy(message);
}

/* A backfill asks once more than it gets pages. */
static bool is_page(const struct host_request *request)
{
	return request->kind == WIRE_SCAN || request->kind == WIRE_BACKFILL ||
	       request->kind == WIRE_BACKFILL_PAGE;
}

static void answer_sql(struct script *script, const struct host_request *request,
		       struct host_rows *rows, struct host_reply *reply)
{
	const char *sql = request->sql ? request->sql : "";
	char *message = memory_format("no: %.100s", sql);

	if (strstr(sql, "rows") || request->kind == WIRE_SELECT ||
	    (request->kind == WIRE_SCAN && script->pages))
		send_rows(script, rows);
	else if (is_page(request) && script->pages > 1)
		send_page(script, rows);
	if (is_page(request) && script->pages)
		reply->code = --script->pages > 0;
	if (request->kind == WIRE_BULK_ROWS)
		script->rows_given += request->count;
	if (request->kind == WIRE_TRY) {
		reply->code = strstr(sql, "duplicate") ? 1061 : strstr(sql, "lost") ? -1 : 0;
		reply->status = reply->code ? GLIM_ERROR : GLIM_OK;
		if (reply->code == -1)
			stick(script, GLIM_ERROR, message);
	} else if (strstr(sql, "fail") || strstr(sql, "duplicate")) {
		stick(script, GLIM_ERROR, message);
	}
	free(message);
}

static void on_request(void *data, const struct host_request *request, struct host_rows *rows,
		       struct host_reply *reply)
{
	struct script *script = data;

	write_request(&script->asked, request);
	if (++script->requests == script->stop_after)
		script->stopped = true;
	if (script->delay)
		usleep((useconds_t)script->delay);
	if (request->kind == WIRE_CLEAR)
		script->sticks = GLIM_OK;
	reply->changes = (int64_t)script->requests;
	reply->last_id = 100 + (int64_t)script->requests;
	if (!script->sticks)
		answer_sql(script, request, rows, reply);
	if (request->kind != WIRE_ROLLBACK && request->kind != WIRE_TRY)
		reply->status = script->sticks;
	if (script->sticks)
		reply->message = script->message;
}

static void on_fail(void *data, int status, const char *message)
{
	struct script *script = data;

	text_print(&script->told, "fail %d %s\n", status, message);
	stick(script, status, message);
}

static void on_log(void *data, int level, const char *message)
{
	struct script *script = data;

	text_print(&script->told, "log %d %s\n", level, message);
}

static void on_print(void *data, const char *line, size_t length)
{
	struct script *script = data;

	script->printed += length;
	text_add(&script->told, "print ");
	text_add_safe(&script->told, line, length);
	text_add(&script->told, "\n");
}

static void on_progress(void *data, uint64_t done, uint64_t total)
{
	struct script *script = data;

	text_print(&script->told, "progress %llu/%llu\n", (unsigned long long)done,
		   (unsigned long long)total);
}

static void on_model(void *data, const struct model *model)
{
	struct script *script = data;

	text_print(&script->told, "model %s %s", model->name, model->table);
	for (size_t i = 0; i < model->count; i++)
		text_print(&script->told, " %s:%u%s%s%s", model->columns[i].name,
			   model->columns[i].type, model->columns[i].primary_key ? "!" : "",
			   model->columns[i].references ? ">" : "",
			   model->columns[i].references ? model->columns[i].references : "");
	text_add(&script->told, "\n");
}

static bool on_stopped(void *data)
{
	return ((struct script *)data)->stopped;
}

/* ---- The script ---- */

void script_open(struct script *script)
{
	static char *guest;

	if (!guest)
		guest = script_find("lib/glim/glim-guest");
	guest_use(guest);
	*script = (struct script){ .service = { .request = on_request,
						.fail = on_fail,
						.log = on_log,
						.print = on_print,
						.progress = on_progress,
						.model = on_model,
						.stopped = on_stopped,
						.wake_fd = -1,
						.data = script } };
	script->host = host_create(&script->error);
	ck_assert_msg(script->host, "%s", script->error.message);
}

void script_forget(struct script *script)
{
	host_result_finish(&script->result);
	error_finish(&script->error);
	text_clear(&script->asked);
	text_clear(&script->told);
	script->requests = script->printed = 0;
	script->sticks = GLIM_OK;
	script->stopped = false;
}

void script_close(struct script *script)
{
	script_forget(script);
	host_destroy(script->host);
	text_finish(&script->asked);
	text_finish(&script->told);
	free(script->message);
	script_remove_folder();
}

static struct host_task task_of(const struct script *script, int image, enum wire_verb verb)
{
	return (struct host_task){ .name = "Plugin",
				   .image = image,
				   .content = script->content,
				   .verb = verb,
				   .driver = "scripted",
				   .timeout = script->timeout,
				   .memory_limit = script->memory_limit };
}

void script_load(struct script *script, int image, enum wire_verb verb)
{
	const struct host_task task = task_of(script, image, verb);

	host_prepare(script->host, 1);
	host_load(script->host, &task);
}

bool script_run(struct script *script, int image, enum wire_verb verb)
{
	const struct host_task task = task_of(script, image, verb);
	bool ran = host_run(script->host, &task, &script->service, &script->result, &script->error);

	host_end(script->host, &script->result);
	close(image);
	return ran;
}

bool script_run_text(struct script *script, const char *text)
{
	return script_run(script, script_compile_text(text), WIRE_VERB_RUN);
}

void script_run_body(struct script *script, const char *before, const char *body)
{
	char *text = memory_format("%s\nint run(glim_ctx *ctx)\n{\n#line 1 \"m.c\"\n%s\n}\n",
				   before, body);

	ck_assert_msg(script_run_text(script, text), "%s", script->error.message);
	ck_assert_msg(script->result.end == HOST_DONE, "%s", script->result.reason);
	free(text);
}

size_t script_processes(void)
{
	struct process_list list;
	size_t count;

	descendant_list(getpid(), &list);
	count = list.count;
	descendant_forget(&list);
	return count;
}

bool script_has_sanitizer(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return true;
#endif
#endif
	return false;
}
