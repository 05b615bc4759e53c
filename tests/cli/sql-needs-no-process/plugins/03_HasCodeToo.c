/* Of a time before they could say that they have no other code. */
#include "text.h"

TEXT("3", "");
