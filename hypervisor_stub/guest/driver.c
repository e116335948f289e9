/* SPDX-License-Identifier: Apache-2.0 */
/* The guest's drivers; see driver.h. */
#include "guest/driver.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/intid.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "guest/pin.h"
#include <itstorm/hypercall.h>

enum { PAGE_64K = 2, SGI_TURN = 0 };

void driver_fail(struct driver *d, const char *why)
{
    if (!d->failed)
        sim_guest_log(d->v, why);
    d->failed = true;
}

/* `what` is followed by the address. */
static void refused(struct driver *d, const char *what, uint64_t ipa)
{
    char text[64];
    unsigned length = 0;
    while (what[length] != '\0') {
        text[length] = what[length];
        length++;
    }
    for (unsigned nibble = 10; nibble-- > 0;)
        text[length++] = "0123456789abcdef"[ipa >> 4 * nibble & 0xf];
    text[length] = '\0';
    driver_fail(d, text);
}

void driver_write(struct driver *d, uint64_t ipa, uint64_t value, uint8_t bytes)
{
    if (!sim_guest_write(d->v, ipa, value, bytes))
        refused(d, "the driver's write was refused at IPA 0x", ipa);
}

uint64_t driver_read(struct driver *d, uint64_t ipa, uint8_t bytes)
{
    uint64_t value = 0;
    if (!sim_guest_read(d->v, ipa, &value, bytes))
        refused(d, "the driver's read was refused at IPA 0x", ipa);
    return value;
}

bool driver_hypercall(struct driver *d, uint64_t function, uint64_t argument)
{
    const uint64_t arg[4] = { argument, 0, 0, 0 };
    uint64_t answer = sim_guest_hvc(d->v, function, arg);
    while (answer == HVC_BUSY) {
        sim_guest_spend_ns(d->v, DRIVER_POLL_NS);
        answer = sim_guest_hvc(d->v, function, arg);
    }
    return answer == HVC_OK;
}

void driver_init(struct driver *d, sim_vcpu *v, const struct sim_domain_info *domain,
                 uint16_t index)
{
    d->v = v;
    d->domain = domain;
    d->index = index;
    d->map_burst = 1;
    d->own_events = OWN_EVENTS;
}

/* ---- bring-up ---- */

void driver_boot_distributor(struct driver *d)
{
    driver_write(d, GUEST_GICD_BASE + GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1, 4);
}

void driver_boot_cpu(struct driver *d)
{
    const uint64_t gicr = GUEST_GICR_BASE + (uint64_t)d->index * GICR_STRIDE;
    driver_write(d, gicr + GICR_WAKER, 0, 4);
    while (!d->failed && (driver_read(d, gicr + GICR_WAKER, 4) & GICR_WAKER_CHILDREN_ASLEEP))
        sim_guest_spend_ns(d->v, DRIVER_POLL_NS);
    driver_write(d, gicr + GICR_IGROUPR0, 0xffffffff, 4);
    driver_write(d, gicr + GICR_IPRIORITYR0, DRIVER_LPI_PRIORITY * 0x01010101ull, 4);
    driver_write(d, gicr + GICR_ISENABLER0, bit(SGI_TURN) | bit(INTID_TIMER_VIRT), 4);
    driver_write(d, gicr + GICR_PROPBASER,
                 GUEST_CONFIG | bits_put(0, GICR_PROPBASER_IDBITS, GUEST_LPI_ID_BITS - 1u), 8);
    driver_write(
        d, gicr + GICR_PENDBASER,
        (GUEST_PENDING + d->index * GUEST_PENDING_BYTES) | bits_put(0, GICR_PENDBASER_PTZ, 1), 8);
    driver_write(d, gicr + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
    sim_guest_msr(d->v, ICC_PMR_EL1, 0xf0);
    sim_guest_msr(d->v, ICC_BPR1_EL1, 0);
    sim_guest_msr(d->v, ICC_CTLR_EL1, 0);
    sim_guest_msr(d->v, ICC_IGRPEN1_EL1, 1);
}

static void give_table(struct driver *d, uint32_t offset, uint64_t ipa, uint32_t pages_64k)
{
    const uint64_t shown = driver_read(d, GUEST_GITS_BASE + offset, 8);
    uint64_t value = bits_put(shown, GITS_BASER_INDIRECT, 0) & ~bits_mask(GITS_BASER_ADDRESS);
    value = bits_put(value | ipa, GITS_BASER_PAGE_SIZE, PAGE_64K);
    value = bits_put(value, GITS_BASER_PAGES, pages_64k - 1u);
    driver_write(d, GUEST_GITS_BASE + offset, bits_put(value, GITS_BASER_VALID, 1), 8);
}

void driver_boot_its(struct driver *d)
{
    const uint64_t pages =
        bits_put(0, GITS_CBASER_PAGES, GUEST_RING_BYTES / ITS_RING_PAGE_BYTES - 1u);
    give_table(d, GITS_BASER0, GUEST_DEVICES, 8);
    give_table(d, GITS_BASER1, GUEST_COLLECTIONS, 1);
    driver_write(d, GUEST_GITS_BASE + GITS_CBASER,
                 GUEST_RING | pages | bits_put(0, GITS_CBASER_VALID, 1), 8);
    driver_write(d, GUEST_GITS_BASE + GITS_CWRITER, 0, 8);
    driver_write(d, GUEST_GITS_BASE + GITS_CTLR, GITS_CTLR_ENABLED, 4);
}

/* ---- commands ---- */

void driver_put(struct driver *d, struct its_cmd cmd)
{
    for (unsigned n = 0; n < 4; n++)
        driver_write(d, GUEST_RING + d->cwriter + 8u * n, cmd.dw[n], 8);
    d->cwriter = its_ring_next(d->cwriter, GUEST_RING_BYTES);
}

/* Announces the commands and waits for them, as Linux does. */
void driver_run(struct driver *d)
{
    driver_write(d, GUEST_GITS_BASE + GITS_CWRITER, d->cwriter, 8);
    while (!d->failed &&
           (driver_read(d, GUEST_GITS_BASE + GITS_CREADR, 8) & GITS_CQ_OFFSET_MASK) != d->cwriter)
        sim_guest_spend_ns(d->v, DRIVER_POLL_NS);
}

void driver_send(struct driver *d, struct its_cmd cmd, uint16_t vcpu)
{
    driver_put(d, cmd);
    driver_put(d, its_cmd_sync(vcpu));
    driver_run(d);
}

void driver_take_ring(struct driver *d)
{
    d->cwriter = (uint32_t)(driver_read(d, GUEST_GITS_BASE + GITS_CWRITER, 8) &
                            (GUEST_RING_BYTES - ITS_CMD_BYTES));
}

void driver_map_cpu(struct driver *d)
{
    driver_take_ring(d);
    driver_send(d, its_cmd_mapc(d->index, d->index, true), d->index);
    driver_send(d, its_cmd_invall(d->index), d->index);
}

/* ---- turns ---- */

void driver_await_turn(struct driver *d, uint32_t turn)
{
    while (!d->failed && driver_read(d, GUEST_SHARED, 4) != turn) {
        sim_guest_wfi(d->v);
        sim_guest_irq_restore(d->v, false); /* takes the SGI that ended the sleep */
        sim_guest_irq_save(d->v);
    }
}

void driver_pass_turn(struct driver *d, uint32_t turn, uint16_t to)
{
    driver_write(d, GUEST_SHARED, turn, 4);
    const uint64_t sgi =
        bits_put(0, ICC_SGI1R_INTID, SGI_TURN) | bits_put(0, ICC_SGI1R_RS, to / 16u);
    sim_guest_msr(d->v, ICC_SGI1R_EL1, sgi | bit(to % 16u));
}

/* ---- interrupts ---- */

/* The counter's unit is the nanosecond. The hypervisor masks a timer that has fired. */
void driver_arm_tick(struct driver *d, uint64_t ns)
{
    sim_guest_msr(d->v, CNTV_CVAL_EL0, sim_guest_mrs(d->v, CNTVCT_EL0) + ns);
    sim_guest_msr(d->v, CNTV_CTL_EL0, CNT_CTL_ENABLE);
}

uint32_t driver_acknowledge(struct driver *d)
{
    return (uint32_t)bits_get(sim_guest_mrs(d->v, ICC_IAR1_EL1), ICC_INTID);
}

void driver_eoi(struct driver *d, uint32_t intid)
{
    sim_guest_msr(d->v, ICC_EOIR1_EL1, intid);
}

/* Handlers that nest are interrupted by higher priorities. */
static void spend(struct driver *d, uint64_t handler_ns)
{
    if (d->nests)
        sim_guest_irq_restore(d->v, false);
    sim_guest_spend_ns(d->v, handler_ns);
    if (d->nests)
        sim_guest_irq_save(d->v);
}

void driver_handle(struct driver *d, uint64_t handler_ns)
{
    const uint32_t intid = driver_acknowledge(d);
    if (intid_is_special(intid))
        return;
    if (intid_is_lpi(intid) || pin_clear_cause(d, intid))
        spend(d, handler_ns);
    driver_eoi(d, intid);
}
