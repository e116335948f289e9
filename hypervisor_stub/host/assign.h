/* Assignment of a device: where its pLPIs go. lpi_assign_device() is declared in lpi.h. */
#pragma once
#include <itstorm/types.h>

struct device;
struct pe;

enum { LPI_HOST_PRIORITY = 0xa0 };

/* The PE that takes an event's pLPI; its index is the collection. */
struct pe *assign_target(const struct device *device, uint32_t event);
