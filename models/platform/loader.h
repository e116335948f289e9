// Loads hypervisor and guest objects, as a simulator loads a DPI library: checks the ELF header,
// the ABI version and the exports before anything runs, and says which object and which name is
// wrong. Tables of knobs and probes are copied out.
#pragma once
#include <itstorm/guest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace itstorm {

// The object cannot be used: exit status 3. what() names the object and the place.
struct ObjectError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct HypervisorObject {
    std::string path;
    std::vector<hv_knob> knobs; // rows live as long as the process
    std::vector<hv_probe> probes;
    hv* (*create)(const sim_machine*);
    void (*boot)(hv*, sim_pe*);
    void (*irq)(hv*, sim_pe*);
    const char* (*check)(hv*);
    void (*destroy)(hv*);
};

HypervisorObject load_hypervisor(const std::string& path);

// Guest programs of an object, by name.
std::vector<guest_program> load_guest_programs(const std::string& path);

} // namespace itstorm
