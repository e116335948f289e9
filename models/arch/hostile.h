/* SPDX-License-Identifier: MIT */
/*
 * A device that sends whatever its guest programs: registers of the kind `hostile`, behind those
 * that all kinds share (arch/pci_device.h). Invented here; all have 32 bits. It stands for a card
 * with firmware of the guest's own.
 */
#pragma once
#include "bits.h"

#define HOSTILE_CONTROL 0x00u /* RUN from 0 to 1 starts from the first message, and counts anew */
#define HOSTILE_FIRST 0x04u   /* vector of the first message; with RAW its data */
#define HOSTILE_COUNT 0x08u   /* number of messages in a round, counting up; 0: one */
#define HOSTILE_GAP_NS 0x0cu  /* between two messages; 0: as the link takes them */
#define HOSTILE_ADDRESS_LO 0x10u /* RAW: address of the message */
#define HOSTILE_ADDRESS_HI 0x14u
#define HOSTILE_DEVICE_ID 0x18u /* FORGED_ID: the DeviceID that it carries */
#define HOSTILE_LIMIT 0x1cu     /* stops after so many messages; 0: when told to */
#define HOSTILE_SENT 0x20u      /* RO: messages since the start, modulo 2^32 */
#define HOSTILE_REGISTER_BYTES 0x24u

#define HOSTILE_RUN bit(0)
#define HOSTILE_RAW bit(1)       /* sends without the MSI-X table and its masks */
#define HOSTILE_FORGED_ID bit(2) /* of RAW: with the Requester ID of another function */
