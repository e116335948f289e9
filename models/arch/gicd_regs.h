/*
 * GICD_* registers that software insists on. Source: reference "Distributor".
 */
#pragma once
#include "bits.h"

#define GICD_FRAME_BYTES 0x10000u

#define GICD_CTLR 0x0000u
#define GICD_TYPER 0x0004u
#define GICD_IIDR 0x0008u
#define GICD_PIDR2 0xffe8u

#define GICD_CTLR_ENABLE_GRP0 bit(0)
#define GICD_CTLR_ENABLE_GRP1 bit(1)
#define GICD_CTLR_ARE bit(4)
#define GICD_CTLR_DS bit(6)
#define GICD_CTLR_RWP bit(31)

/*      field                    hi  lo */
#define GICD_TYPER_IT_LINES       4,  0
#define GICD_TYPER_LPIS          17, 17
#define GICD_TYPER_IDBITS        23, 19 /* minus 1 */
#define GICD_TYPER_A3V           24, 24
#define GICD_TYPER_NO1N          25, 25
#define GICD_TYPER_RSS           26, 26 /* Aff0 above 15 */
