/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hypervisor that makes every term of the ledger occur, so that a lost booking on any line is
 * noticed: merges in the device and in the redistributor, drops, pending LPIs of a redistributor
 * whose LPIs are disabled, an INT, commands that are skipped or abandoned. wild.yaml runs it, and
 * sends the messages at the times for which this file waits.
 */
#include <arch/gicd_regs.h>
#include <arch/gicr_regs.h>
#include <arch/icc_regs.h>
#include <arch/its_cmd.h>
#include <arch/its_regs.h>
#include <arch/its_ring.h>
#include <arch/lpi_table.h>
#include <arch/msix.h>
#include <arch/pci_config.h>
#include <arch/sysreg.h>
#include <itstorm/export.h>
#include <itstorm/import.h>

enum { EVENTS = 4, VECTORS = 6, MASKED_VECTOR = 5, ID_BITS = 16 };

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

static struct hv {
    const struct sim_machine *machine;
    uint64_t property, pending, devices, collections, ring, itt;
    uint32_t written;
} the_hv;

static void write32(sim_pe *pe, uint64_t address, uint32_t value)
{
    sim_write(pe, address, &value, 4);
}

static void write64(sim_pe *pe, uint64_t address, uint64_t value)
{
    sim_write(pe, address, &value, 8);
}

static uint64_t read64(sim_pe *pe, uint64_t address)
{
    uint64_t value = 0;
    sim_read(pe, address, &value, 8);
    return value;
}

static void wait_until_us(sim_pe *pe, uint64_t us)
{
    while (sim_now_ns(pe) < us * 1000)
        sim_delay_ns(pe, 1000);
}

static void put(sim_pe *pe, struct hv *hv, struct its_cmd command)
{
    sim_write(pe, hv->ring + hv->written, &command, ITS_CMD_BYTES);
    hv->written = its_ring_next(hv->written, 4096);
}

static void submit(sim_pe *pe, struct hv *hv)
{
    write64(pe, hv->machine->its[0].base + GITS_CWRITER, hv->written);
    sim_dsb(pe);
}

static void drain(sim_pe *pe, struct hv *hv)
{
    while (read64(pe, hv->machine->its[0].base + GITS_CREADR) != hv->written)
        sim_delay_ns(pe, 100);
}

static uint64_t table(uint64_t address, uint64_t pages)
{
    return bits_put(address | pages, GITS_BASER_PAGE_SIZE, 2) | bit(63);
}

static void boot_redistributor(sim_pe *pe, struct hv *hv)
{
    const uint64_t rd = hv->machine->gicr_base;
    write32(pe, hv->machine->gicd_base + GICD_CTLR, GICD_CTLR_ENABLE_GRP1 | GICD_CTLR_ARE);
    write32(pe, rd + GICR_WAKER, 0);
    write64(pe, rd + GICR_PROPBASER, hv->property | (ID_BITS - 1));
    write64(pe, rd + GICR_PENDBASER, hv->pending | bit(62));
    write32(pe, rd + GICR_CTLR, GICR_CTLR_ENABLE_LPIS);
    sim_dsb(pe);
    sim_msr(pe, ICC_PMR_EL1, 0xf8);
    sim_msr(pe, ICC_IGRPEN1_EL1, 1);
}

static void boot_its(sim_pe *pe, struct hv *hv)
{
    const uint64_t its = hv->machine->its[0].base;
    write64(pe, its + GITS_BASER0, table(hv->devices, 7));
    write64(pe, its + GITS_BASER1, table(hv->collections, 0));
    write64(pe, its + GITS_CBASER, hv->ring | bit(63));
    write64(pe, its + GITS_CWRITER, 0);
    write32(pe, its + GITS_CTLR, 1);
    sim_dsb(pe);
}

static void map_events(sim_pe *pe, struct hv *hv, uint32_t device)
{
    put(pe, hv, its_cmd_mapc(0, 0, true));
    put(pe, hv, its_cmd_mapd(device, 3, hv->itt, true));
    for (uint32_t event = 0; event < EVENTS; event++) {
        const uint8_t config = lpi_config(0xa0, true);
        sim_write(pe, lpi_config_address(hv->property, INTID_LPI_FIRST + event), &config, 1);
        put(pe, hv, its_cmd_mapti(device, event, INTID_LPI_FIRST + event, 0));
    }
    put(pe, hv, its_cmd_sync(0));
    submit(pe, hv);
    drain(pe, hv);
}

static uint32_t read8(sim_pe *pe, uint64_t address)
{
    uint8_t value = 0;
    sim_read(pe, address, &value, 1);
    return value;
}

static void enable_msix(sim_pe *pe, uint64_t config)
{
    uint64_t capability = config + read8(pe, config + PCI_CAPABILITIES);
    while (capability != config && read8(pe, capability) != PCI_CAP_MSIX)
        capability = config + read8(pe, capability + 1);
    write32(pe, capability, (uint32_t)PCI_MSIX_CONTROL_ENABLE << 16);
}

static void program_msix(sim_pe *pe, struct hv *hv, const struct sim_pci_info *pci)
{
    const uint64_t doorbell = hv->machine->its[0].base + GITS_TRANSLATER;
    sim_stage2_map(pe, 0, doorbell & ~0xfffull, doorbell & ~0xfffull, 4096, true);
    sim_iommu_attach(pe, pci->device_id, 0);
    const uint64_t config = hv->machine->ecam_base + pci_ecam_offset(pci->bdf);
    write32(pe, config + PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER);
    for (uint32_t vector = 0; vector < VECTORS; vector++) {
        const uint64_t entry = pci->bar2 + vector * MSIX_ENTRY_BYTES;
        write32(pe, entry + MSIX_ADDRESS_LO, (uint32_t)doorbell);
        write32(pe, entry + MSIX_ADDRESS_HI, (uint32_t)(doorbell >> 32));
        write32(pe, entry + MSIX_DATA, vector);
        write32(pe, entry + MSIX_CONTROL, vector == MASKED_VECTOR);
    }
    enable_msix(pe, config);
    sim_dsb(pe);
}

static void take_all(sim_pe *pe)
{
    for (;;) {
        const uint64_t intid = sim_mrs(pe, ICC_IAR1_EL1);
        if (intid == INTID_NONE)
            return;
        sim_msr(pe, ICC_EOIR1_EL1, intid);
        sim_delay_ns(pe, 1000); /* until then the redistributor has presented the next one */
    }
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    const uint64_t its = hv->machine->its[0].base;
    boot_redistributor(pe, hv);
    boot_its(pe, hv);
    map_events(pe, hv, hv->machine->pci[0].device_id);
    program_msix(pe, hv, &hv->machine->pci[0]);

    wait_until_us(pe, 1500); /* messages have merged, been dropped, and set pending bits */
    put(pe, hv, its_cmd_int(hv->machine->pci[0].device_id, 3));
    put(pe, hv, its_cmd_make(0x7f)); /* an undefined opcode: skipped */
    put(pe, hv, its_cmd_sync(0));
    submit(pe, hv);
    drain(pe, hv);
    take_all(pe);
    wait_until_us(pe, 2500); /* an LPI is pending and not acknowledged */
    write32(pe, hv->machine->gicr_base + GICR_CTLR, 0);
    write32(pe, its + GITS_CTLR, 0);
    sim_dsb(pe);
    for (uint32_t event = 0; event < 3; event++)
        put(pe, hv, its_cmd_inv(hv->machine->pci[0].device_id, event));
    submit(pe, hv); /* never fetched, because the ITS is off */
    write64(pe, its + GITS_CBASER, hv->ring | bit(63));
    sim_dsb(pe);
    for (;;)
        sim_wfi(pe);
}

void hv_irq(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe; /* always masked */
}

struct hv *hv_create(const struct sim_machine *machine)
{
    uint64_t next = machine->ram_base;
    uint64_t *const areas[] = { &the_hv.property,    &the_hv.pending, &the_hv.devices,
                                &the_hv.collections, &the_hv.ring,    &the_hv.itt };
    for (unsigned n = 0; n < sizeof areas / sizeof *areas; n++, next += 1u << 20)
        *areas[n] = next;
    the_hv.machine = machine;
    return &the_hv;
}

const char *hv_check(struct hv *hv)
{
    (void)hv;
    return 0;
}

void hv_destroy(struct hv *hv)
{
    (void)hv;
}

const struct hv_knob *hv_knobs(unsigned *count)
{
    *count = 0;
    return 0;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    *count = 0;
    return 0;
}
