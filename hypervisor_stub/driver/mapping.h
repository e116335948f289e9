/*
 * What of devices and events is on the physical ITS: the commands that change it, and the books of
 * it (on_its), which follow the order of the ring. A guest whose commands are propagated decides
 * what is mapped: the books keep the physical ITS from ever seeing a command in error.
 */
#pragma once
#include "driver/cmdq.h"

struct device;
struct lpi;

/* All write into a batch that has begun, and write nothing that would be in error or has no effect.
 * False: the batch was refused; called once more later, they go on where they stopped. */

bool map_device(struct cmdq_batch *batch, struct device *device);   /* MAPD V=1 */
bool unmap_device(struct cmdq_batch *batch, struct device *device); /* DISCARD each, MAPD V=0 */
bool map_event(struct cmdq_batch *batch, struct lpi *lpi);          /* MAPTI; INV if it is stale */
bool unmap_event(struct cmdq_batch *batch, struct lpi *lpi);        /* DISCARD */
bool reload_event(struct cmdq_batch *batch, struct lpi *lpi);       /* INV */
bool clear_event(struct cmdq_batch *batch, struct lpi *lpi);        /* CLEAR */
