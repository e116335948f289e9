/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest thing that deserves an LPI: boots GIC and ITS on the first PE, maps every event of
 * the first device, writes the device's MSI-X table itself, and counts the LPIs it acknowledges. It
 * runs no guest. Built against the MIT headers and models/arch alone: a starting point for porting
 * a hypervisor of your own.
 */
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/lpi_table.h"
#include "arch/msix.h"
#include "arch/pci_config.h"
#include "arch/sysreg.h"
#include <itstorm/export.h>
#include <itstorm/import.h>

enum { LPI_COUNT, PROBES };
enum { RAWAWB_INNER_SHAREABLE = 7 << 7 | 1 << 10, PAGE_64K = 2 };

struct hv {
    const struct sim_machine *machine;
    uint64_t next_ram; /* bump allocator */
    uint64_t ring;
    uint32_t cwriter;
};

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

const struct hv_knob *hv_knobs(unsigned *count)
{
    *count = 0;
    return 0;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    static const struct hv_probe probes[PROBES] = {
        [LPI_COUNT] = { "lpi.count", HV_COUNTER, "interrupts", "LPIs acknowledged", false },
    };
    *count = PROBES;
    return probes;
}

struct hv *hv_create(const struct sim_machine *machine)
{
    if (machine->its_count == 0 || machine->pci_count == 0) {
        sim_log("minimal_hypervisor needs an ITS and a device");
        return 0;
    }
    struct hv *hv = sim_alloc(sizeof *hv, 16);
    hv->machine = machine;
    hv->next_ram = machine->ram_base;
    return hv;
}

/* 64 KiB granules of zeroed RAM suit every table. */
static uint64_t take_ram(struct hv *hv, uint64_t bytes)
{
    const uint64_t at = (hv->next_ram + 0xffff) & ~0xffffull;
    hv->next_ram = at + bytes;
    if (hv->next_ram > hv->machine->ram_base + hv->machine->ram_bytes)
        sim_panic(__FILE__, __LINE__, "out of RAM");
    return at;
}

static void write(sim_pe *pe, uint64_t pa, uint64_t value, uint32_t bytes)
{
    if (!sim_write(pe, pa, &value, bytes))
        sim_panic(__FILE__, __LINE__, "bus error");
}

static uint64_t read(sim_pe *pe, uint64_t pa, uint32_t bytes)
{
    uint64_t value = 0;
    if (!sim_read(pe, pa, &value, bytes))
        sim_panic(__FILE__, __LINE__, "bus error");
    return value;
}

/* ---- GIC ---- */

static void boot_gic(struct hv *hv, sim_pe *pe, uint64_t config)
{
    const struct sim_machine *m = hv->machine;
    write(pe, m->gicd_base + GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1, 4);
    write(pe, m->gicr_base + GICR_WAKER, 0, 4);
    while (read(pe, m->gicr_base + GICR_WAKER, 4) & GICR_WAKER_CHILDREN_ASLEEP)
        sim_delay_ns(pe, 100);
    write(pe, m->gicr_base + GICR_PROPBASER,
          config | RAWAWB_INNER_SHAREABLE | (m->lpi_id_bits - 1u), 8);
    const uint64_t pending = take_ram(hv, lpi_pending_table_bytes(m->lpi_id_bits));
    write(pe, m->gicr_base + GICR_PENDBASER,
          pending | RAWAWB_INNER_SHAREABLE | bits_put(0, GICR_PENDBASER_PTZ, 1), 8);
    write(pe, m->gicr_base + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
    sim_msr(pe, ICC_PMR_EL1, 0xf8);
    sim_msr(pe, ICC_IGRPEN1_EL1, 1);
}

/* ---- ITS ---- */

static void boot_its(struct hv *hv, sim_pe *pe)
{
    const struct sim_its_info *its = &hv->machine->its[0];
    for (uint32_t n = GITS_BASER0; n <= GITS_BASER1; n += 8) {
        const uint64_t entries = n == GITS_BASER0 ? bit(its->device_bits) : 1;
        uint64_t pages =
            (entries * (bits_get(read(pe, its->base + n, 8), GITS_BASER_ENTRY_BYTES) + 1) +
             0xffff) >>
            16;
        pages = pages > 256 ? 256 : pages;
        write(pe, its->base + n,
              take_ram(hv, pages << 16) | bit(63) | bits_put(0, GITS_BASER_PAGE_SIZE, PAGE_64K) |
                  (pages - 1),
              8);
    }
    hv->ring = take_ram(hv, its->cmdq_bytes);
    write(pe, its->base + GITS_CBASER, hv->ring | bit(63) | (its->cmdq_bytes / 4096u - 1u), 8);
    write(pe, its->base + GITS_CTLR, GITS_CTLR_ENABLED, 4);
}

/* One command at a time: announced, then waited for. */
static void command(struct hv *hv, sim_pe *pe, struct its_cmd cmd)
{
    const struct sim_its_info *its = &hv->machine->its[0];
    sim_write(pe, hv->ring + hv->cwriter, &cmd, sizeof cmd);
    hv->cwriter = (hv->cwriter + ITS_CMD_BYTES) % its->cmdq_bytes;
    write(pe, its->base + GITS_CWRITER, hv->cwriter, 8);
    for (uint64_t creadr = ~0ull; creadr != hv->cwriter;) {
        creadr = read(pe, its->base + GITS_CREADR, 8);
        if (creadr & GITS_CREADR_STALLED)
            sim_panic(__FILE__, __LINE__, "the ITS refused a command");
        sim_delay_ns(pe, 50);
    }
}

static unsigned event_bits(unsigned vectors)
{
    unsigned bits = 1;
    while ((1u << bits) < vectors)
        bits++;
    return bits;
}

/* Event n of the device is LPI 8192 + n. */
static void map_device(struct hv *hv, sim_pe *pe, const struct sim_pci_info *pci, uint64_t config)
{
    const uint64_t rdbase =
        bits_get(read(pe, hv->machine->gicr_base + GICR_TYPER, 8), GICR_TYPER_PROCESSOR_NUMBER);
    const unsigned bits = event_bits(pci->vectors);
    command(hv, pe, its_cmd_mapc(0, rdbase, true));
    command(hv, pe, its_cmd_mapd(pci->device_id, bits, take_ram(hv, 256ull << bits), true));
    for (uint32_t n = 0; n < pci->vectors; n++) {
        write(pe, lpi_config_address(config, INTID_LPI_FIRST + n), lpi_config(0xa0, true), 1);
        command(hv, pe, its_cmd_mapti(pci->device_id, n, INTID_LPI_FIRST + n, 0));
        command(hv, pe, its_cmd_inv(pci->device_id, n));
    }
    command(hv, pe, its_cmd_sync(rdbase));
}

/* ---- the device: what a guest's driver would do ---- */

/* Where its MSI-X capability is; every function here has one. */
static uint64_t find_msix(sim_pe *pe, uint64_t config)
{
    uint64_t at = read(pe, config + PCI_CAPABILITIES, 1);
    while (at != 0 && read(pe, config + at, 1) != PCI_CAP_MSIX)
        at = read(pe, config + at + 1, 1);
    return config + at;
}

static void set_vector(sim_pe *pe, const struct sim_pci_info *pci, uint32_t n, uint64_t doorbell)
{
    const uint64_t entry = pci->bar2 + n * MSIX_ENTRY_BYTES;
    write(pe, entry + MSIX_ADDRESS_LO, (uint32_t)doorbell, 4);
    write(pe, entry + MSIX_ADDRESS_HI, doorbell >> 32, 4);
    write(pe, entry + MSIX_DATA, n, 4);
    write(pe, entry + MSIX_CONTROL, 0, 4);
}

/* The IOMMU knows domains only, so the device joins domain 0, whose stage 2 shows the doorbell
 * where it really is. */
static void open_path(struct hv *hv, sim_pe *pe, const struct sim_pci_info *pci)
{
    const uint64_t config = hv->machine->ecam_base + pci_ecam_offset(pci->bdf);
    const uint64_t frame = hv->machine->its[0].base + GITS_TRANSLATION_BASE;
    const uint64_t doorbell = hv->machine->its[0].base + GITS_TRANSLATER;
    if (hv->machine->domain_count != 0) {
        sim_stage2_map(pe, 0, frame, frame, GITS_FRAME_BYTES - GITS_TRANSLATION_BASE, true);
        sim_iommu_attach(pe, pci->device_id, 0);
    }
    write(pe, config + PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER, 2);
    for (uint32_t n = 0; n < pci->vectors; n++)
        set_vector(pe, pci, n, doorbell);
    write(pe, find_msix(pe, config) + PCI_MSIX_CONTROL, PCI_MSIX_CONTROL_ENABLE, 2);
}

/* ---- at work ---- */

void hv_irq(struct hv *hv, sim_pe *pe)
{
    (void)hv;
    for (;;) {
        const uint32_t intid = (uint32_t)sim_mrs(pe, ICC_IAR1_EL1);
        if (intid_is_special(intid))
            return;
        if (intid_is_lpi(intid))
            sim_probe(pe, LPI_COUNT, SIM_NO_DOMAIN, 1);
        sim_msr(pe, ICC_EOIR1_EL1, intid);
    }
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    if (sim_pe_index(pe) == 0) {
        const uint64_t config = take_ram(hv, lpi_config_table_bytes(hv->machine->lpi_id_bits));
        boot_gic(hv, pe, config);
        boot_its(hv, pe);
        map_device(hv, pe, &hv->machine->pci[0], config);
        open_path(hv, pe, &hv->machine->pci[0]);
    }
    sim_irq_restore(pe, false);
    for (;;)
        sim_wfi(pe);
}

const char *hv_check(struct hv *hv)
{
    return hv->cwriter % ITS_CMD_BYTES == 0 ? 0 : "the command ring is out of step";
}

void hv_destroy(struct hv *hv)
{
    (void)hv;
}
