/* SPDX-License-Identifier: MIT */
/*
 * A storage controller: registers of a queue pair, submission and completion entries in host
 * memory. The entries are laid out as in NVM Express (Base Specification, "Submission Queue Entry",
 * "Completion Queue Entry", "Phase Tag"); the registers are our own: no admin queue, one ring size
 * for both queues of a pair.
 */
#pragma once
#include "queue_regs.h"

/* Registers. QUEUE_BASE is that of the submission queue. */
#define NVME_CQ_BASE_LO 0x10u
#define NVME_CQ_BASE_HI 0x14u
#define NVME_SQ_TAIL 0x18u /* doorbells, as entry numbers */
#define NVME_CQ_HEAD 0x1cu
#define NVME_RING_LOG2_MAX 12u

/* Submission: the first of eight words says all that is looked at here. */
#define NVME_SQE_BYTES 64u
#define NVME_SQE_OPCODE 7, 0
#define NVME_SQE_ID 31, 16
#define NVME_OPCODE_WRITE 1u
#define NVME_OPCODE_READ 2u

/* Completion: two words; the first, the command's result, is 0. These fields are in the second. */
#define NVME_CQE_BYTES 16u
#define NVME_CQE_SQ_HEAD 15, 0
#define NVME_CQE_SQ_ID 31, 16
#define NVME_CQE_ID 47, 32
#define NVME_CQE_PHASE 48, 48 /* 1 in the first turn through the ring, then inverted in each */
#define NVME_CQE_STATUS 63, 49
#define NVME_STATUS_OK 0u
#define NVME_STATUS_INVALID_OPCODE 1u

ARCH_FN uint64_t nvme_sqe(uint32_t opcode, uint32_t id)
{
    return bits_put(bits_put(0, NVME_SQE_OPCODE, opcode), NVME_SQE_ID, id);
}

ARCH_FN uint64_t nvme_cqe(uint32_t sq_head, uint32_t queue, uint32_t id, bool phase,
                          uint32_t status)
{
    const uint64_t word = bits_put(bits_put(0, NVME_CQE_SQ_HEAD, sq_head), NVME_CQE_SQ_ID, queue);
    return bits_put(bits_put(bits_put(word, NVME_CQE_ID, id), NVME_CQE_PHASE, phase),
                    NVME_CQE_STATUS, status);
}
