#include "dialect/dialect.h"

const struct dialect *const dialect_list[] = { &dialect_sqlite, &dialect_mysql, &dialect_postgresql,
					       NULL };
