/*
 * The manual pages, from the tables that make the help; glim-plugin(3) comes from the public
 * headers by tools/header_page.awk. Pages are text for man(1) in the macros of man(7).
 */
#ifndef GLIM_MANUAL_MANUAL_H
#define GLIM_MANUAL_MANUAL_H

#include "base/text.h"
#include "command/command.h"

void manual_write_program(struct text *page);                         /* glim(1) */
void manual_write_command(struct text *page, const struct command *); /* glim-run(1) .. */
void manual_write_settings(struct text *page);                        /* glim-config(5) */
void manual_write_errors(struct text *page);                          /* glim-errors(7) */

#endif
