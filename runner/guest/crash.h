/* Notes in the page which signal ends this process, and where in which object; then lets it. */
#ifndef GLIM_GUEST_CRASH_H
#define GLIM_GUEST_CRASH_H

#include "wire/wire.h"

/* `image` is the name under which the plugin will be loaded. */
void crash_catch(struct wire_page *page, const char *image);

#endif
