/* No storm detection, as upstream Xen: a device may keep its PE in the interrupt loop for as long
 * as it likes. */
#include "policy/storm/storm.h"

const struct storm_policy storm_none = { .summary = "no defence" };
