/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin of QEMU's user mode: counts how often each instruction of a range of addresses is executed, without sampling. Whenever
 * the instruction at the address `mark` is executed, it writes the counts since the last mark.
 * Debian 12 ships no qemu-plugin.h, so the parts that are used (version 1 of the interface) are declared here.
 * Arguments, in this order: begin=, end= and mark= (hexadecimal), out= (a file; lines "mark address count"). */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef struct qemu_info_t qemu_info_t;
enum { CB_NO_REGS = 0, INLINE_ADD_U64 = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, void (*callback)(qemu_plugin_id_t, struct qemu_plugin_tb *));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *counter, uint64_t add);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, void (*callback)(unsigned, void *), int flags,
                                            void *user);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

enum { INSTRUCTION_BYTES = 4 };
static uint64_t begin, end, mark;
static uint64_t *counts; /* by instruction of the range */
static FILE *out;
static unsigned marks;

static void write_counts(unsigned cpu, void *user)
{
    (void)cpu;
    (void)user;
    for (uint64_t at = begin; at < end; at += INSTRUCTION_BYTES) {
        uint64_t *count = &counts[(at - begin) / INSTRUCTION_BYTES];
        if (*count != 0)
            fprintf(out, "%u %" PRIx64 " %" PRIu64 "\n", marks, at - begin, *count);
        *count = 0;
    }
    fflush(out);
    marks++;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t n = 0; n < qemu_plugin_tb_n_insns(tb); n++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, n);
        const uint64_t at = qemu_plugin_insn_vaddr(insn);
        if (at >= begin && at < end)
            qemu_plugin_register_vcpu_insn_exec_inline(insn, INLINE_ADD_U64, &counts[(at - begin) / INSTRUCTION_BYTES], 1);
        if (at == mark)
            qemu_plugin_register_vcpu_insn_exec_cb(insn, write_counts, CB_NO_REGS, NULL);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
                                                               char **argv)
{
    (void)info;
    if (argc != 4)
        return -1;
    begin = strtoull(strchr(argv[0], '=') + 1, NULL, 16);
    end = strtoull(strchr(argv[1], '=') + 1, NULL, 16);
    mark = strtoull(strchr(argv[2], '=') + 1, NULL, 16);
    out = fopen(strchr(argv[3], '=') + 1, "w");
    counts = calloc((end - begin) / INSTRUCTION_BYTES + 1, sizeof *counts);
    if (out == NULL || counts == NULL)
        return -1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
