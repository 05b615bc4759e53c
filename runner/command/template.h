/* The sources that migration:new writes, one a language; %s stands for the description. */
#ifndef GLIM_COMMAND_TEMPLATE_H
#define GLIM_COMMAND_TEMPLATE_H

extern const char template_c[], template_cxx[], template_rust[], template_go[], template_sql[];

#endif
