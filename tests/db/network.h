/* The servers by their address, as a login over the network takes them, and their TLS. */
#ifndef GLIM_TESTS_DB_NETWORK_H
#define GLIM_TESTS_DB_NETWORK_H

#include "target.h"

/* False, and the skip is counted, where the tests were given no such server, or none with TLS. */
bool network_settings(int kind, struct driver_settings *);
bool network_tls_settings(int kind, struct driver_settings *); /* no authority is named yet */

char *network_tls_file(int kind, const char *name); /* a new text */

#endif
