/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bare-metal bench in C: one device storms on one vector, a PE acknowledges every microsecond.
 * How much is merged on the pending bit, and how full does the command ring get when INVs are
 * thrown in?
 */
#include "arch/its_cmd.h"
#include <itstorm/bench.h>
#include <stdio.h>

enum { DEVICE = 8, EVENT = 0, LPI = 8192, MESSAGES = 10000 };

static void print(itstorm_bench *bench, const char *name)
{
    double value = 0;
    if (itstorm_bench_stat(bench, name, &value))
        printf("  %-28s %g\n", name, value);
}

static void map(itstorm_bench *bench)
{
    const uint64_t itt = itstorm_bench_where(bench).ram + 0x700000;
    const struct its_cmd commands[] = { its_cmd_mapd(DEVICE, 5, itt, true),
                                        its_cmd_mapti(DEVICE, EVENT, LPI, 1),
                                        its_cmd_inv(DEVICE, EVENT), its_cmd_sync(1) };
    itstorm_bench_configure_lpi(bench, LPI, 0xa0, true);
    itstorm_bench_commands(bench, &commands[0].dw, sizeof commands / sizeof *commands);
    itstorm_bench_run_until_idle(bench, 1000000000);
}

static void storm(itstorm_bench *bench)
{
    const struct its_cmd inv = its_cmd_inv(DEVICE, EVENT);
    for (int n = 0; n < MESSAGES; n++)
        itstorm_bench_msi(bench, DEVICE, EVENT);
    for (int us = 0; us < 100; us++) {
        itstorm_bench_commands(bench, &inv.dw, 1);
        itstorm_bench_run(bench, 1000000);
        while (itstorm_bench_irq(bench, 1))
            itstorm_bench_eoi(bench, 1, itstorm_bench_acknowledge(bench, 1));
    }
}

int main(void)
{
    const char *settings[] = { "platform.pes=2", "its0.command_queue=4KiB",
                               "timing.table_read=150" };
    char error[500] = "";
    itstorm_bench *bench = itstorm_bench_open(settings, 3, error, sizeof error);
    if (bench == NULL || !itstorm_bench_boot(bench)) {
        fprintf(stderr, "%s\n", error);
        return 2;
    }
    map(bench);
    storm(bench);
    printf("%d messages in %.0f us:\n", MESSAGES, (double)itstorm_bench_now(bench) / 1e6);
    print(bench, "its0.msi.translated");
    print(bench, "gicr1.lpi.merged");
    print(bench, "gicr1.lpi.delivered");
    print(bench, "its0.cmd.service.mean");
    print(bench, "its0.cmdq.occupancy.max");
    const char *books = itstorm_bench_books(bench);
    printf("%s\n", books ? books : "the books balance");
    itstorm_bench_close(bench);
    return books != NULL;
}
