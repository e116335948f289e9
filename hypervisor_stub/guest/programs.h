/* The guest programs of this object. */
#pragma once
#include <itstorm/guest.h>

extern const struct guest_program guest_linux, guest_compute, guest_flood, guest_nic, guest_nvme;
extern const struct guest_program guest_hostile;
