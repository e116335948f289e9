/* No storm detection, as upstream Xen: a device may keep its PE in the interrupt loop for as long
 * as it likes. */
#include "dispatch/hv.h"

static bool none_decide(struct pe *pe, struct lpi *lpi)
{
    (void)pe, (void)lpi;
    return false;
}

static void none_act(struct pe *pe, struct lpi *lpi)
{
    (void)pe, (void)lpi;
}

const struct storm_ops storm_none = { "none", none_decide, none_decide, none_act, none_act };

const struct storm_ops *storm_policy(unsigned choice)
{
    static const struct storm_ops *const policies[] = { &storm_none, &storm_inflight };
    return choice < sizeof policies / sizeof *policies ? policies[choice] : &storm_none;
}
