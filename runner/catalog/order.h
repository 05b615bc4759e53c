/* Brings a catalog's entries into the order of catalog_compare. */
#ifndef GLIM_CATALOG_ORDER_H
#define GLIM_CATALOG_ORDER_H

#include "catalog/catalog.h"

void order_entries(struct catalog *catalog);
/* A number's digits as one word, as far as it fits: what is equal has to be looked at closer. */
uint64_t order_number(const char *digits);

#endif
