/* SPDX-License-Identifier: MIT */
/*
 * What crosses the boundary between a hypervisor (C) and the simulated machine. Plain C11, freestanding; also read by C++.
 * Together with import.h (what C calls), export.h (what a hypervisor implements) and guest.h (guest programs) this is the
 * whole contract; registers, bits and INTIDs come from models/arch.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define ITSTORM_ABI_VERSION 3u

#define SIM_TASK /* settles the time debt of the PE, may take simulated time */
#define SIM_FUNC /* takes no simulated time; callable anywhere */

typedef struct sim_pe sim_pe;     /* one processing element */
typedef struct sim_el2 sim_el2;   /* an EL2 stack: one per vCPU, as in Xen/Arm; hv_boot runs on the idle one of its PE */
typedef struct sim_vcpu sim_vcpu; /* guest context: registers and stack of one vCPU */
typedef struct sim_lock sim_lock; /* a named spin lock, in simulated time */
struct hv;                        /* the hypervisor's own state; opaque to the simulator */

#define SIM_NO_DOMAIN 0xffffu

/* ---- what the machine is (the device tree of this world) ---- */

struct sim_its_info {
    uint64_t base;             /* physical address of the control frame; the translation frame follows */
    uint32_t cmdq_bytes;       /* size the scenario asks for the command ring; a multiple of 4 KiB, at most 1 MiB */
    uint8_t device_bits, event_bits, icid_bits;
};

struct sim_pci_info {
    const char *name;
    uint32_t device_id;        /* what its MSIs carry to the ITS */
    uint16_t bdf, vectors;
    uint8_t its;               /* index of the ITS its MSIs go to */
    uint16_t intx;             /* INTID (SPI) that its interrupt pin is wired to; 0: it has none */
    uint64_t bar0, bar2;       /* physical addresses, as in its BARs: device registers (models/arch/pci_device.h); MSI-X table and
                                  pending bits (models/arch/msix.h) */
    uint64_t bar_bytes;        /* size of each BAR */
};

struct sim_domain_info {
    const char *name, *program;
    uint16_t vcpus;
    uint64_t ram_bytes;
    const struct sim_pci_info *const *devices; /* assigned to it */
    uint16_t device_count;
    const uint16_t *pins;      /* one per vCPU: the PE that runs it, or SIM_ANY_PE */
    bool privileged;
};

#define SIM_ANY_PE 0xffffu

struct sim_machine {
    uint16_t pe_count, its_count, pci_count, domain_count, list_registers;
    uint16_t lpi_id_bits;          /* INTID bits of the LPI space, 14..24 */
    uint64_t gicd_base, gicr_base; /* physical; GICR frames of GICR_STRIDE, one per PE */
    uint64_t ecam_base, ecam_bytes; /* physical; configuration space of all functions, by bdf (models/arch/pci_config.h) */
    uint64_t ram_base, ram_bytes;  /* physical RAM the hypervisor may hand out: tables, queues, guests */
    const struct sim_its_info *its;
    const struct sim_pci_info *pci;
    const struct sim_domain_info *domains;
};

/* ---- why a guest left to EL2 ---- */

enum sim_exit_kind {
    SIM_EXIT_IRQ,    /* a physical interrupt is pending */
    SIM_EXIT_MMIO,   /* access to an IPA that stage 2 does not map */
    SIM_EXIT_SYSREG, /* trapped system register (ICC_SGI1R_EL1, ...) */
    SIM_EXIT_HVC,
    SIM_EXIT_WFI,
    SIM_EXIT_OFF,    /* the program returned: the vCPU is off and must not be run again */
};

struct sim_exit {
    enum sim_exit_kind kind;
    uint64_t address;  /* MMIO: IPA; SYSREG: encoding; HVC: function */
    uint64_t value;    /* data written; set by the hypervisor before the next run: data read, HVC result */
    uint64_t arg[4];   /* HVC */
    uint8_t bytes;     /* MMIO: 1, 2, 4, 8 */
    bool is_write;
    bool fault;        /* set by the hypervisor: the guest takes an external abort */
    bool again;        /* MMIO; set by the hypervisor: the access did not happen; the guest takes pending interrupts, then repeats it */
};

/* ---- what scenarios set and what people measure: rows declared by an object ---- */

enum hv_value { HV_BOOL, HV_UINT, HV_DURATION_NS, HV_RATE_PER_S, HV_BYTES, HV_CHOICE, HV_SET };

/* One knob. HV_CHOICE: `choices` is "poll|int", the value is the index. HV_SET: any of its choices together, up to 64, bit n is
   the n-th; a scenario writes `none`, one word, or [a, b]. Limits are inclusive; max 0: none. */
struct hv_knob {
    const char *name;      /* dotted: "storm.detect" */
    enum hv_value kind;
    uint64_t initial, min, max;
    const char *choices;
    const char *unit;      /* HV_UINT: what is counted ("commands"); else NULL */
    const char *text;      /* one sentence */
};

enum hv_probe_kind { HV_COUNTER, HV_LEVEL, HV_DURATION, HV_SHARE /* of time in which at least one stretch is open */ };

/* One statistic. A per-domain row is named <domain>.<name>. */
struct hv_probe {
    const char *name;
    enum hv_probe_kind kind;
    const char *unit, *text;
    bool per_domain;
};

/* What an object needs of the machine that a scenario describes: an unmet need is an error before time zero, at the place of the key. */
struct hv_need {
    const char *key;       /* as `itstorm params` prints it: "platform.ram", "platform.its[].icid_bits", "domains[].devices" */
    uint16_t index;        /* which element of the list, if the key is in one */
    uint64_t limit;        /* compared with the value, or with the number of elements of a list. Not used for a word or a flag: a row for it
                              means that the word is wrong, and `what` says which ones are right */
    bool at_most;          /* the value must not be larger; false: it must not be smaller */
    const char *what;      /* why: "a collection for each PE" */
};

/* ---- the journey of one LPI through the hypervisor ---- */

enum sim_step {
    SIM_STEP_RECEIVED,  /* pLPI acknowledged and found to belong to (domain, vLPI); pLPI 0: the guest's own INT */
    SIM_STEP_MERGED,    /* the vLPI was already waiting: one delivery stands for both */
    SIM_STEP_PENDED,    /* the vLPI is disabled: remembered, not delivered */
    SIM_STEP_QUEUED,    /* waits for a list register, or for its vCPU to run */
    SIM_STEP_INJECTED,  /* written to a list register */
    SIM_STEP_RETIRED,   /* the hypervisor saw the guest's EOI */
    SIM_STEP_DISCARDED, /* it belongs to nobody, or the guest's CLEAR or the end of its mapping withdrew it */
};

/* Stretches of software that are measured as a whole: statistic span.<name>, name as here. Those marked with * have a constant in
   `software.profile`, which `software.cost: fixed` charges in place of the code inside (import.h, sim_span). */
enum sim_span_kind {
    SIM_SPAN_TRAP,           /* * dispatch of one trap; with nothing else inside it is the body of a hypercall */
    SIM_SPAN_VITS_COMMAND,   /* * one command of a guest's ITS, without the work that grows with its size (WALK) */
    SIM_SPAN_FLUSH,          /* * waiting interrupts are written to the list registers */
    SIM_SPAN_SCHEDULE,       /* from the decision to leave a vCPU to the switch of EL2 stacks */
    SIM_SPAN_HOST_COMMAND,   /* commands of the physical ITS: from the request of a batch to its doorbell */
    SIM_SPAN_EXIT,           /* * the context of a guest that has left */
    SIM_SPAN_ENTRY,          /* * the context of a guest that is entered */
    SIM_SPAN_DECODE,         /* * a trapped access: which device, which register, what it does */
    SIM_SPAN_FIND_AND_QUEUE, /* * a virtual interrupt is found by its number, made pending and queued */
    SIM_SPAN_KICK,           /* * another PE is told to deliver what its vCPU has pending */
    SIM_SPAN_HOST_IRQ,       /* * one physical interrupt, from behind its acknowledge */
    SIM_SPAN_WALK,           /* a command's work on each vLPI of a device, collection or table */
    SIM_SPAN_HYPERCALL,      /* the work of a hypercall, beyond its trap */
    SIM_SPAN_GUEST_IRQ_ENTRY,   /* * virtual interrupt to the program's handler; opened and closed by the simulator */
    SIM_SPAN_GUEST_ACKNOWLEDGE, /* * a guest's read of ICC_IAR1; by the simulator */
    SIM_SPAN_GUEST_EOI,         /* * a guest's write of ICC_EOIR1 or ICC_DIR; by the simulator */
    SIM_SPAN_GUEST_VISIBLE,     /* * a guest's store that another vCPU waits for, until that sees it */
    SIM_SPANS
};

/* How much a line of the log matters; `itstorm run --log LEVEL` shows this one and those before it. */
enum sim_log_level { SIM_LOG_ERROR, SIM_LOG_WARNING, SIM_LOG_INFO, SIM_LOG_DEBUG };

/* An order from the scenario's timeline to a vCPU: a row of its program's orders (guest.h), with all arguments. */
#define SIM_ORDER_ARGS 8

struct sim_order {
    uint32_t what;
    uint64_t arg[SIM_ORDER_ARGS];
};
