/* What `plan` and --dry-run share: they say what would be done, and change nothing. */
#ifndef GLIM_COMMAND_PLANNING_H
#define GLIM_COMMAND_PLANNING_H

#include "command/options.h"
#include "command/view.h"
#include "plan/plan.h"
#include "preview/preview.h"

struct planning {
	struct options *options;
	enum direction direction;
	bool with_code; /* code runs in a guest, for its statements */
	struct view view;
	struct plan_request request;
	struct plan *plan;
	struct execution execution;
	struct preview preview;
};

/* Takes the request to its end; returns the exit code. */
int planning_run(struct options *, enum direction, struct error *);

/* The parts of it: the view is open; afterwards planning_finish(), which leaves the view open. */
bool planning_make(struct planning *, struct error *);
void planning_finish(struct planning *planning);

/* "reversible", or why not; a constant text. */
const char *planning_way_back(const struct plan_item *item);
/* What is special about this one: out of order, half done (owned); "" if nothing is. */
char *planning_note(const struct planning *, const struct plan_item *item);
const char *planning_name(const struct plan_item *item);

/* command/planning_text.c and planning_document.c */
void planning_print(const struct planning *);
void planning_print_github(const struct planning *);
void planning_print_json(const struct planning *, const struct error *, int exit_code);

#endif
