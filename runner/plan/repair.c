#include "plan/repair.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "catalog/checksum.h"

const char *repair_state(const struct record *record)
{
	const bool back = record && record->direction == DIRECTION_ROLLBACK;

	if (!record)
		return "pending";
	if (record->state == RECORD_APPLIED)
		return "applied";
	if (plan_pending(record))
		return "failed, and undone whole";
	if (record->state == RECORD_FAILED)
		return back ? "failed in the middle of its rollback"
			    : "failed in the middle of its run";
	if (record->state == RECORD_RUNNING)
		return back ? "interrupted in the middle of its rollback"
			    : "interrupted in the middle of its run";
	return "in a state that is not known";
}

bool repair_find(struct repair *repair, const struct catalog *catalog,
		 const struct history *history, const struct repair_request *request,
		 struct error *error)
{
	*repair = (struct repair){
		.record = plan_record_of(catalog, history, request->name),
		.entry = catalog_find(catalog, request->name),
	};
	if (repair->record)
		repair->entry = plan_entry_of(catalog, repair->record);
	if (!repair->record && !repair->entry)
		return plan_unknown(catalog, history, request->name, error);
	if (!repair->record && plan_means_several(catalog, history, request->name, error))
		return false;
	repair->name = repair->record ? repair->record->name : repair->entry->name;
	return true;
}

bool repair_wants_checksum(const struct repair *repair, const struct repair_request *request)
{
	const bool adds = !repair->record && request->mark == MARK_APPLIED;

	return repair->entry && (adds || (repair->record && request->accept));
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_accepted(const struct repair *repair, const char *checksum)
{
	return same(repair->record->checksum, checksum) &&
	       same(repair->record->source_checksum, repair->entry->facts.source_checksum);
}

static bool do_nothing(struct repair *repair, const char *why)
{
	repair->change = REPAIR_NOTHING;
	text_clear(&repair->says);
	text_print(&repair->says, "%s %s", repair->name, why);
	return true;
}

static void say(struct repair *repair, const char *what)
{
	if (repair->says.length)
		text_add(&repair->says, ", and ");
	else
		text_print(&repair->says, "%s ", repair->name);
	text_add(&repair->says, what);
}

static void say_accepted(struct repair *repair, const char *checksum)
{
	const char *old = repair->record->checksum;

	say(repair, "");
	text_print(&repair->says, "takes the deployed plugin %.*s for the one that ran",
		   CHECKSUM_SHORT, checksum);
	if (old)
		text_print(&repair->says, " (it was %.*s)", CHECKSUM_SHORT, old);
}

static bool refuse_missing(const struct repair *repair, struct error *error)
{
	error_set(error, ERROR_MISSING,
		  "the plugin of %s is missing: there is no checksum to accept", repair->name);
	error_line(&error->state, "nothing was changed");
	error_next(error, "deploy its plugin, then try again");
	return false;
}

static bool accept(struct repair *repair, const char *checksum, struct error *error)
{
	if (!repair->record)
		return do_nothing(repair, "is pending: there is nothing to accept");
	if (!repair->entry)
		return refuse_missing(repair, error);
	if (is_accepted(repair, checksum))
		return repair->change != REPAIR_NOTHING ||
		       do_nothing(repair,
				  "is deployed as it is recorded: there is nothing to accept");
	repair->change = REPAIR_CHANGE;
	repair->to_deployed = true;
	say_accepted(repair, checksum);
	return true;
}

static bool mark_pending(struct repair *repair)
{
	if (!repair->record)
		return do_nothing(repair, "is pending already");
	repair->change = REPAIR_REMOVE;
	say(repair, "is pending from now on; it was ");
	text_add(&repair->says, repair_state(repair->record));
	return true;
}

static void mark_applied(struct repair *repair)
{
	if (repair->record && repair->record->state == RECORD_APPLIED)
		return;
	repair->change = repair->record ? REPAIR_CHANGE : REPAIR_ADD;
	repair->to_applied = true;
	repair->to_deployed = !repair->record;
	say(repair, "is applied from now on; it was ");
	text_add(&repair->says, repair_state(repair->record));
}

static void tell_steps(struct text *text, const struct history *history, const char *name,
		       enum direction direction)
{
	size_t count;
	const struct step_record *steps = history_steps_of(history, name, direction, &count);

	for (size_t i = 0; i < count; i++)
		text_print(text, "; step %lld of its %s %s: %s", (long long)steps[i].step,
			   direction_name(direction), steps[i].state,
			   steps[i].sql ? steps[i].sql : "");
}

static void tell(struct text *text, const char *word, const char *value)
{
	if (value && *value)
		text_print(text, "; %s %s", word, value);
}

static void tell_before(struct repair *repair, const struct history *history)
{
	const struct record *record = repair->record;
	struct text *text = &repair->before;
	char time[CLOCK_TEXT] = "";

	text_add(text, repair_state(record));
	if (!record)
		return;
	if (record->created_at)
		clock_format_json(record->created_at, time);
	tell(text, "since", time);
	tell(text, "by", record->applied_by);
	tell(text, "checksum", record->checksum);
	tell(text, "source checksum", record->source_checksum);
	tell(text, "error", record->error);
	tell_steps(text, history, record->name, DIRECTION_RUN);
	tell_steps(text, history, record->name, DIRECTION_ROLLBACK);
}

bool repair_decide(struct repair *repair, const struct catalog *catalog,
		   const struct history *history, const struct repair_request *request,
		   const char *checksum, struct error *error)
{
	if (!repair->record && plan_is_model_file(repair->entry))
		return plan_unknown(catalog, history, request->name, error);
	tell_before(repair, history);
	if (request->mark == MARK_PENDING)
		return mark_pending(repair);
	if (request->mark == MARK_APPLIED)
		mark_applied(repair);
	if (request->accept && repair->change != REPAIR_ADD)
		return accept(repair, checksum, error);
	return repair->change != REPAIR_NOTHING || do_nothing(repair, "is applied already");
}

void repair_finish(struct repair *repair)
{
	text_finish(&repair->says);
	text_finish(&repair->before);
}
