/* Physical SPIs; see spi.h. */
#include "driver/spi.h"
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "dispatch/assign.h"
#include "driver/mmio.h"

enum { SPI_PRIORITY = 0xa0 };

static bool is_spi(uint32_t intid)
{
    return intid >= INTID_SPI_FIRST && intid < INTID_SPECIAL_FIRST;
}

bool spi_table_create(struct hv *hv)
{
    struct spi_table *table = &hv->spis;
    table->end = INTID_SPI_FIRST;
    for (unsigned n = 0; n < hv->machine->pci_count; n++) {
        const uint32_t intid = hv->machine->pci[n].intx;
        if (intid != 0 && !is_spi(intid))
            return false;
        if (intid >= table->end)
            table->end = intid + 1u;
    }
    table->owner = sim_alloc(table->end * sizeof *table->owner, 64);
    return table->owner != NULL;
}

bool spi_claim(struct hv *hv, struct domain *dom)
{
    for (unsigned n = 0; n < dom->info->device_count; n++) {
        const uint32_t intid = dom->info->devices[n]->intx;
        if (intid == 0)
            continue;
        if (hv->spis.owner[intid] != NULL && hv->spis.owner[intid] != dom)
            return false;
        hv->spis.owner[intid] = dom;
    }
    return true;
}

/* ---- the distributor ---- */

/* Address of the 32-bit word that has the INTID's bit, of an array with one bit each. */
static uint64_t bit_word(const struct pe *pe, uint32_t array, uint32_t intid)
{
    return pe->hv->machine->gicd_base + array + intid / 32u * 4u;
}

static void configure(struct pe *pe, uint32_t intid, struct domain *dom)
{
    const uint64_t gicd = pe->hv->machine->gicd_base, group = bit_word(pe, GIC_IGROUPR, intid);
    const uint64_t trigger = gicd + GIC_ICFGR + intid / 16u * 4u;
    spi_enable(pe, intid, false);
    mmio_write(pe, group, mmio_read(pe, group, 4) | bit(intid % 32u), 4);
    mmio_write(pe, trigger, mmio_read(pe, trigger, 4) & ~(3ull << intid % 16u * 2u), 4);
    mmio_write(pe, gicd + GIC_IPRIORITYR + intid, SPI_PRIORITY, 1);
    spi_route(pe, intid, &dom->vcpus[0]);
}

void spi_boot(struct pe *pe)
{
    struct spi_table *table = &pe->hv->spis;
    if (table->end == INTID_SPI_FIRST)
        return;
    const uint64_t typer = mmio_read(pe, pe->hv->machine->gicd_base + GICD_TYPER, 4);
    if (table->end > 32u * (uint32_t)(bits_get(typer, GICD_TYPER_IT_LINES) + 1u))
        HV_PANIC("a device is wired to an SPI that the distributor does not have");
    for (uint32_t intid = INTID_SPI_FIRST; intid < table->end; intid++)
        if (table->owner[intid] != NULL)
            configure(pe, intid, table->owner[intid]);
}

void spi_enable(struct pe *pe, uint32_t intid, bool enabled)
{
    mmio_write(pe, bit_word(pe, enabled ? GIC_ISENABLER : GIC_ICENABLER, intid), bit(intid % 32u),
               4);
}

/* Affinity of a PE: 0.0.0.index. */
void spi_route(struct pe *pe, uint32_t intid, const struct vcpu *to)
{
    mmio_write(pe, pe->hv->machine->gicd_base + GICD_IROUTER + 8ull * intid,
               assign_target_of_vcpu(to)->index, 8);
}

void spi_deactivate(struct pe *pe, uint32_t intid)
{
    sim_msr(pe->sim, ICC_DIR_EL1, intid);
}

/* ---- arrival ---- */

/* Nobody's: off, or its level would bring it back at once, for ever. */
static void refuse(struct pe *pe, uint32_t intid)
{
    spi_enable(pe, intid, false);
    sim_dsb(pe->sim); /* the distributor knows before it may come again */
    spi_deactivate(pe, intid);
}

void spi_receive(struct pe *pe, uint32_t intid)
{
    struct spi_table *table = &pe->hv->spis;
    struct domain *dom = intid < table->end ? table->owner[intid] : NULL;
    if (dom == NULL || !vgic_inject_spi(pe, dom, intid))
        refuse(pe, intid);
}
