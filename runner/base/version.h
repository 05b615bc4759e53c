/* The one place that has the program's version. */
#ifndef GLIM_BASE_VERSION_H
#define GLIM_BASE_VERSION_H

#define GLIM_VERSION "0.1.0"

#endif
