/* A database with its history tables, one plugin, and a runner that may be started many times. */
#ifndef GLIM_TESTS_SCENE_H
#define GLIM_TESTS_SCENE_H

#include "execute/execute.h"
#include "fake_driver.h"
#include "fake_host.h"
#include "fake_interrupt.h"

#define SCENE_NAME "AddUser"

struct scene {
	struct connection connection;
	struct output output;
	struct database *db;
	struct entry entry;
	struct catalog catalog;
	struct history *history;
	struct plan *plan;
	const struct plan_item *next; /* comes after it; or NULL */
	struct execution_result result;
	struct error error;
	bool done;
};

/* An empty history, and a script for the guest. */
void scene_start(struct scene *scene, enum fake_kind kind, const struct fake_request *script);
void scene_finish(struct scene *scene);

/* A row of glim_migrations that a former run left. */
void scene_record(struct scene *scene, const char *state);
/* A new process with `script`: session, history, plan. False: the plan says no, or nothing. */
bool scene_plan(struct scene *scene, enum direction, const char *name);
struct execution scene_execution(struct scene *scene);
/* Runs the one item of the plan. */
bool scene_execute(struct scene *scene, enum direction);
/* The runner is gone, and whatever it left on the server has ended. */
void scene_end_process(struct scene *scene);
/* Plans and executes what is expected to be there. */
bool scene_run(struct scene *scene, enum direction direction, const char *name);

/* What is committed, as text. */
const char *scene_state(void);                                /* "applied", "running".. or "none" */
size_t scene_applied(const char *const *names, size_t count); /* so many of them are */

#endif
