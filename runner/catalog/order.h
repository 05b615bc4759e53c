/* Brings a catalog's entries into the order of catalog_compare. */
#ifndef GLIM_CATALOG_ORDER_H
#define GLIM_CATALOG_ORDER_H

#include "catalog/catalog.h"

void order_entries(struct catalog *catalog);

#endif
