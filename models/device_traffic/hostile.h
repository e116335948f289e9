/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program of a hostile device, without time: its registers (arch/hostile.h), and which message
 * comes next. No value is refused, since an attacker's device would take it, too; every one is
 * brought into range where it is used.
 */
#pragma once
#include "arch/hostile.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hostile {
    uint32_t word[HOSTILE_REGISTER_BYTES / 4u];
    uint32_t turn; /* position in the round of HOSTILE_COUNT messages */
};

struct hostile_message {
    bool is_raw, is_forged; /* not raw: an event on `vector`, without address and data */
    uint32_t vector;
    uint64_t address;
    uint32_t data, device_id;
};

void hostile_reset(struct hostile *h);

/* `offset` is a multiple of 4; unknown ones read as zero and ignore writes. */
uint32_t hostile_read32(const struct hostile *h, uint32_t offset);
void hostile_write32(struct hostile *h, uint32_t offset, uint32_t value);

bool hostile_runs(const struct hostile *h);
uint32_t hostile_gap_ns(const struct hostile *h);

/* The number of different messages in a round, for a device with so many vectors. */
uint32_t hostile_round(const struct hostile *h, unsigned vectors);

/* The next message of a device that runs and has at least one vector; moves on in the round. */
struct hostile_message hostile_next(struct hostile *h, unsigned vectors);
/* The message was sent; the last one stops the device. */
void hostile_sent(struct hostile *h);

#ifdef __cplusplus
}
#endif
