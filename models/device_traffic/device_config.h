// A PCI function, its link and its traffic, as the scenario describes them.
#pragma once
#include <cstdint>
#include <string>

namespace itstorm {

struct LinkConfig {
    std::uint64_t bytes_per_second = 0; // payload rate of the lanes; 0: no serialisation
    std::uint32_t msi_bytes = 24;       // one-dword posted write on the wire
    std::uint64_t oneway_ps = 300'000;  // end of serialisation -> memory system
    std::uint32_t posted_credits = 32;  // writes on the way and not accepted; 0: unlimited
};

struct FunctionConfig {
    std::string name;
    std::uint32_t device_id = 0;
    std::uint16_t bdf = 0;
    unsigned vectors = 1;
    unsigned its = 0; // where its MSIs are meant to go, by index: whose doorbell its guest sees
    LinkConfig link;
};

enum class Arrival { Periodic, Poisson, LineRate };
enum class VectorChoice { One, RoundRobin, Uniform };

// One running pattern of a function.
struct PatternConfig {
    Arrival arrival = Arrival::LineRate;
    double rate_per_s = 0; // Periodic, Poisson
    VectorChoice choice = VectorChoice::One;
    unsigned first_vector = 0, vector_count = 1;
    std::uint64_t messages = 0; // stop after so many; 0: until stopped
};

} // namespace itstorm
