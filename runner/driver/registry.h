/* What the loader of modules has to know beside driver.h. */
#ifndef GLIM_DRIVER_REGISTRY_H
#define GLIM_DRIVER_REGISTRY_H

/* The Debian package of the client library that a module needs; NULL for an unknown module. */
const char *driver_package(const char *module);

#endif
