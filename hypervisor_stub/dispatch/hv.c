/*
 * The exports: creation from the machine's description, boot of each PE, interrupts. The last
 * invariant check is check.c.
 */
#include "dispatch/hv.h"
#include "arch/lpi_table.h"
#include "driver/gic.h"

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

enum { BOOT_POLL_NS = 1000, TABLE_ALIGN = 0x10000 };

static bool create_tables(struct hv *hv)
{
    const unsigned id_bits = hv->machine->lpi_id_bits;
    hv->prop_pa = ram_alloc(&hv->ram, lpi_config_table_bytes(id_bits), TABLE_ALIGN);
    bool complete = hv->prop_pa != 0;
    for (unsigned n = 0; n < hv->machine->pe_count; n++) {
        hv->pe[n].pend_pa = ram_alloc(&hv->ram, lpi_pending_table_bytes(id_bits), TABLE_ALIGN);
        complete = complete && hv->pe[n].pend_pa != 0;
    }
    for (unsigned n = 0; complete && n < hv->machine->its_count; n++)
        complete = host_its_create(&hv->its[n], &hv->machine->its[n], &hv->ram, &hv->settings);
    return complete;
}

static bool create_parts(struct hv *hv)
{
    const struct sim_machine *m = hv->machine;
    hv->pe = sim_alloc(m->pe_count * sizeof *hv->pe, 64);
    hv->its = sim_alloc(m->its_count * sizeof *hv->its, 64);
    hv->domains = sim_alloc((m->domain_count + 1ull) * sizeof *hv->domains, 64);
    hv->devices = sim_alloc((m->pci_count + 1ull) * sizeof *hv->devices, 64);
    if (hv->pe == NULL || hv->its == NULL || hv->domains == NULL || hv->devices == NULL ||
        !lpi_table_create(hv) || !spi_table_create(hv))
        return false;
    for (unsigned n = 0; n < m->pe_count; n++) {
        hv->pe[n].hv = hv;
        hv->pe[n].index = n;
        sched_init_pe(&hv->pe[n]);
    }
    for (unsigned n = 0; n < m->pci_count; n++)
        hv->devices[n].info = &m->pci[n];
    return true;
}

static struct hv *refuse(const char *why)
{
    sim_log(why);
    return NULL;
}

struct hv *hv_create(const struct sim_machine *machine)
{
    if (machine->its_count == 0 || machine->pe_count == 0 || machine->list_registers == 0)
        return refuse("itstorm_hypervisor needs a PE, an ITS and a list register");
    if (machine->lpi_id_bits < LPI_ID_BITS_MIN || machine->lpi_id_bits > 24)
        return refuse("itstorm_hypervisor takes 14 to 24 LPI INTID bits");
    struct hv *hv = sim_alloc(sizeof *hv, 64);
    if (hv == NULL)
        return refuse("out of memory");
    hv->machine = machine;
    hv->settings = settings_read();
    hv->storm = storm_policy(hv->settings.storm_detect);
    hv->ram = (struct ram){ machine->ram_base, machine->ram_base + machine->ram_bytes };
    if (!create_parts(hv) || !create_tables(hv))
        return refuse("not enough RAM for tables and command ring");
    for (uint16_t n = 0; n < machine->domain_count; n++)
        if (!domain_create(hv, n))
            return refuse("a domain cannot be created: RAM, program, pins or devices");
    return hv;
}

/* ---- boot ---- */

static void wait_until_all_booted(struct pe *pe)
{
    __atomic_add_fetch(&pe->hv->pes_booted, 1u, __ATOMIC_SEQ_CST);
    while (SHARED_LOAD(pe->hv->pes_booted) < pe->hv->machine->pe_count)
        sim_delay_ns(pe->sim, BOOT_POLL_NS);
}

static void start_domains(struct pe *pe)
{
    struct hv *hv = pe->hv;
    for (unsigned n = 0; n < hv->machine->domain_count; n++)
        for (unsigned i = 0; i < hv->domains[n].vcpu_count; i++)
            sched_start(pe, &hv->domains[n].vcpus[i]);
}

static void boot_shared(struct pe *pe)
{
    struct hv *hv = pe->hv;
    for (unsigned n = 0; n < hv->machine->its_count; n++)
        host_its_boot(pe, &hv->its[n]);
    for (unsigned n = 0; n < hv->machine->domain_count; n++)
        domain_map(pe, &hv->domains[n]);
    spi_boot(pe);
    SHARED_STORE(hv->its_ready, true);
}

void hv_boot(struct hv *hv, sim_pe *sim)
{
    struct pe *pe = pe_of(hv, sim);
    pe->sim = sim;
    if (pe->index == 0)
        gic_boot_distributor(pe);
    gic_boot_pe(pe); /* LPIs before MAPC: GIC-600 refuses a collection of a PE without */
    if (pe->index == 0)
        boot_shared(pe);
    while (!SHARED_LOAD(hv->its_ready))
        sim_delay_ns(sim, BOOT_POLL_NS);
    for (unsigned n = 0; n < hv->machine->its_count; n++)
        host_its_map_pe(pe, &hv->its[n]);
    wait_until_all_booted(pe);
    if (pe->index == 0)
        start_domains(pe);
    sched_idle(pe);
}

void hv_irq(struct hv *hv, sim_pe *sim)
{
    gic_interrupt_loop(pe_of(hv, sim));
}

/* Memory, stacks and guests, which may be in the middle of something, belong to the simulator. */
void hv_destroy(struct hv *hv)
{
    (void)hv;
}
