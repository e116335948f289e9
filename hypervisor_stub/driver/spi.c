/* SPDX-License-Identifier: Apache-2.0 */
/* Physical SPIs; see spi.h. */
#include "driver/spi.h"
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "driver/mmio.h"

enum { SPI_PRIORITY = 0xa0 };

static bool is_spi(uint32_t intid)
{
    return intid >= INTID_SPI_FIRST && intid < INTID_SPECIAL_FIRST;
}

bool spi_table_create(struct spi_table *spis, const struct sim_machine *machine)
{
    spis->machine = machine;
    spis->end = INTID_SPI_FIRST;
    for (unsigned n = 0; n < machine->pci_count; n++) {
        const uint32_t intid = machine->pci[n].intx;
        if (intid != 0 && !is_spi(intid))
            return false;
        if (intid >= spis->end)
            spis->end = intid + 1u;
    }
    spis->owner = sim_alloc(spis->end * sizeof *spis->owner, 64);
    for (uint32_t intid = 0; spis->owner != NULL && intid < spis->end; intid++)
        spis->owner[intid] = SIM_NO_DOMAIN;
    return spis->owner != NULL;
}

bool spi_claim(struct spi_table *spis, const struct sim_domain_info *info, uint16_t domain)
{
    for (unsigned n = 0; n < info->device_count; n++) {
        const uint32_t intid = info->devices[n]->intx;
        if (intid == 0)
            continue;
        if (spis->owner[intid] != SIM_NO_DOMAIN && spis->owner[intid] != domain)
            return false;
        spis->owner[intid] = domain;
    }
    return true;
}

uint16_t spi_owner(const struct spi_table *spis, uint32_t intid)
{
    return intid < spis->end ? spis->owner[intid] : SIM_NO_DOMAIN;
}

/* ---- the distributor ---- */

/* Address of the 32-bit word that holds the INTID's bit, in an array with one bit per INTID. */
static uint64_t bit_word(const struct spi_table *spis, uint32_t array, uint32_t intid)
{
    return spis->machine->gicd_base + array + intid / 32u * 4u;
}

void spi_check_lines(const struct spi_table *spis, struct pe *pe)
{
    if (spis->end == INTID_SPI_FIRST)
        return;
    const uint64_t typer = mmio_read(pe, spis->machine->gicd_base + GICD_TYPER, 4);
    if (spis->end > 32u * (uint32_t)(bits_get(typer, GICD_TYPER_IT_LINES) + 1u))
        HV_PANIC("a device is wired to an SPI that the distributor does not have");
}

void spi_configure(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target)
{
    const uint64_t gicd = spis->machine->gicd_base, group = bit_word(spis, GIC_IGROUPR, intid);
    const uint64_t trigger = gicd + GIC_ICFGR + intid / 16u * 4u;
    spi_enable(spis, pe, intid, false);
    mmio_write(pe, group, mmio_read(pe, group, 4) | bit(intid % 32u), 4);
    mmio_write(pe, trigger, mmio_read(pe, trigger, 4) & ~(3ull << intid % 16u * 2u), 4);
    mmio_write(pe, gicd + GIC_IPRIORITYR + intid, SPI_PRIORITY, 1);
    spi_route(spis, pe, intid, target);
}

void spi_enable(const struct spi_table *spis, struct pe *pe, uint32_t intid, bool enabled)
{
    mmio_write(pe, bit_word(spis, enabled ? GIC_ISENABLER : GIC_ICENABLER, intid), bit(intid % 32u),
               4);
}

/* Affinity of a PE: 0.0.0.index. */
void spi_route(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target)
{
    mmio_write(pe, spis->machine->gicd_base + GICD_IROUTER + 8ull * intid, target, 8);
}

void spi_deactivate(struct pe *pe, uint32_t intid)
{
    sim_msr(pe->sim, ICC_DIR_EL1, intid);
}
