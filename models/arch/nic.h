/* SPDX-License-Identifier: MIT */
/*
 * A network card's receive side: registers of a queue and the descriptor in guest memory. Our own
 * design in the manner of real ones. Head and tail count on, modulo 2^32, and the ring is a power of
 * two, so that descriptor n is in place n mod ring. The device fills from NIC_HEAD up to, not
 * including, NIC_TAIL; the driver gives descriptors back by moving NIC_TAIL, from 0 to the size of
 * the ring at first.
 */
#pragma once
#include "queue_regs.h"

#define NIC_HEAD 0x10u   /* RO: the next that the device fills */
#define NIC_TAIL 0x14u   /* the first that it may not fill */
#define NIC_MISSED 0x18u /* RO: packets without a descriptor, since the queue was turned on */
#define NIC_RING_LOG2_MAX 12u

/* A descriptor, as two little-endian words of 64 bits; the device writes both. */
#define NIC_RX_BYTES 16u
#define NIC_RX_NUMBER 0u /* which packet of its queue, from 1 */
#define NIC_RX_STATUS 8u
#define NIC_RX_DONE bit(0) /* a packet has arrived; the driver clears it */
