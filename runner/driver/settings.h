/* Settings that a session keeps, for the connections that it opens later. */
#ifndef GLIM_DRIVER_SETTINGS_H
#define GLIM_DRIVER_SETTINGS_H

#include "driver/driver.h"

/* Copies the texts; "" becomes NULL. */
void settings_copy(struct driver_settings *to, const struct driver_settings *from);
void settings_finish(struct driver_settings *settings); /* wipes the password */

#endif
