#include "text.h"

TEXT("2", ONLY_SQL);
