/* Why guests leave, and what is done about it: the EL2 stack of a vCPU runs vcpu_main and nothing
 * else. */
#pragma once

void vcpu_main(void *vcpu);
