/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The GIC as a C library, without a hypervisor: ITS, redistributors with their CPU interfaces, and
 * memory. The caller plays software (registers, memory, system registers) and devices (messages),
 * and says for how long simulated time runs. Accesses take no simulated time; the work
 * that they start in the GIC takes time once the caller lets it run.
 *
 * One system per process (SystemC elaborates once). Not thread-safe. Times are picoseconds of
 * simulated time, addresses are physical. The guide is docs/embedding.md; C++ programs may use
 * models/bare_metal/bare_metal.h directly.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct itstorm_bench itstorm_bench;

/* ---- system ---- */

/*
 * Settings are those below `platform` and `timing` of a scenario, written as `itstorm run -C` takes
 * them: "platform.pes=4", "its0.command_queue=4KiB", "timing.table_read=150" (`itstorm params`
 * lists all). NULL: refused; `error` then says which setting is wrong and why, one line for each.
 */
itstorm_bench *itstorm_bench_open(const char *const *settings, size_t count, char *error,
                                  size_t error_bytes);
void itstorm_bench_close(itstorm_bench *bench);

struct itstorm_bench_map {
    uint64_t gicd;
    uint64_t gits; /* control frame; GITS_TRANSLATER is at +0x10040 */
    uint64_t gicr; /* frames of 128 KiB, one per PE */
    uint64_t ram, ram_bytes;
    unsigned pes;
};
struct itstorm_bench_map itstorm_bench_where(const itstorm_bench *bench);

/*
 * What a driver does at boot: distributor and CPU interfaces on (Group 1, EOImode 0), LPIs on in
 * each redistributor, tables and the command ring given to the ITS, ITS on, collection n mapped to
 * PE n. Uses the first 8 MiB of RAM, and the pending tables behind them. A bench that does all this
 * by register accesses does not call it. False: there is too little RAM.
 */
bool itstorm_bench_boot(itstorm_bench *bench);

/* Writes an LPI's byte in the configuration table that itstorm_bench_boot gave to the
 * redistributors. The caller then sends INV. */
void itstorm_bench_configure_lpi(itstorm_bench *bench, uint32_t intid, uint8_t priority,
                                 bool enabled);

/* ---- software ---- */

/* 1, 2, 4 or 8 bytes; registers or RAM. False: bus error. */
bool itstorm_bench_read(itstorm_bench *bench, uint64_t pa, unsigned bytes, uint64_t *value);
bool itstorm_bench_write(itstorm_bench *bench, uint64_t pa, unsigned bytes, uint64_t value);

/* A pointer to the RAM at `pa`, for direct access; NULL: the range is not all RAM. */
void *itstorm_bench_ram(itstorm_bench *bench, uint64_t pa, uint64_t bytes);

/*
 * Writes commands (four doublewords each: models/arch/its_cmd.h encodes them) behind those that are
 * in the ring, then writes GITS_CWRITER. Returns how many the ring had room for: the rest was not
 * written.
 */
size_t itstorm_bench_commands(itstorm_bench *bench, const uint64_t (*commands)[4], size_t count);

/* System registers of a PE's CPU interface by encoding (models/arch/sysreg.h): ICC_*, ICH_*. False:
 * no such register. */
bool itstorm_bench_mrs(itstorm_bench *bench, unsigned pe, uint16_t sysreg, uint64_t *value);
bool itstorm_bench_msr(itstorm_bench *bench, unsigned pe, uint16_t sysreg, uint64_t value);

/*
 * The same ICC_* registers as a guest at EL1 accesses them: the virtual CPU interface (ICV_*)
 * behind the list registers that ICH_LR<n>_EL2 hold. False: no such register, or one that
 * ICH_HCR_EL2 has trapped to the hypervisor.
 */
bool itstorm_bench_guest_mrs(itstorm_bench *bench, unsigned pe, uint16_t sysreg, uint64_t *value);
bool itstorm_bench_guest_msr(itstorm_bench *bench, unsigned pe, uint16_t sysreg, uint64_t value);

bool itstorm_bench_irq(const itstorm_bench *bench, unsigned pe);  /* the IRQ line */
bool itstorm_bench_virq(const itstorm_bench *bench, unsigned pe); /* the virtual IRQ line */
uint32_t itstorm_bench_acknowledge(itstorm_bench *bench,
                                   unsigned pe); /* ICC_IAR1_EL1: INTID; 1023: none */
void itstorm_bench_eoi(itstorm_bench *bench, unsigned pe, uint32_t intid); /* ICC_EOIR1_EL1 */

/* The interrupts that a PE has acknowledged since the start, oldest first. Fills in up to `room`;
 * returns how many there are. */
struct itstorm_bench_ack {
    uint64_t ps;
    uint32_t intid;
};
size_t itstorm_bench_acknowledged(const itstorm_bench *bench, unsigned pe,
                                  struct itstorm_bench_ack *list, size_t room);

/* ---- devices ---- */

/* A message: device_id writes event to GITS_TRANSLATER once the ITS has taken the messages before
 * it. */
void itstorm_bench_msi(itstorm_bench *bench, uint32_t device_id, uint32_t event);

/*
 * Interrupt wires: a shared one (SPI, INTID from 32) into the distributor, a private one (PPI,
 * INTID 16 to 31) into the redistributor of a PE. The level stays until it is set again. INTID 25,
 * the maintenance interrupt, is driven by the virtual CPU interface. False: there is no such wire.
 */
bool itstorm_bench_spi(itstorm_bench *bench, uint32_t intid, bool level);
bool itstorm_bench_ppi(itstorm_bench *bench, unsigned pe, uint32_t intid, bool level);

/* ---- time ---- */

uint64_t itstorm_bench_now(const itstorm_bench *bench);
void itstorm_bench_run(itstorm_bench *bench, uint64_t ps);
/* Runs until no event is left. False: the limit was reached before. */
bool itstorm_bench_run_until_idle(itstorm_bench *bench, uint64_t limit_ps);

/* ---- results ---- */

/* A statistic of docs/results.md, up to now: "its0.cmdq.occupancy.max". False: no such statistic,
 * or one other than a counter of which nothing happened yet. */
bool itstorm_bench_stat(const itstorm_bench *bench, const char *name, double *value);

/* The ledger: NULL if every message and command is accounted for, else what does not balance. Valid
 * until the next call. */
const char *itstorm_bench_books(itstorm_bench *bench);

#ifdef __cplusplus
}
#endif
