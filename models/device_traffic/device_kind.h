// SPDX-License-Identifier: Apache-2.0
// The interface between a function and the device behind it. The function owns what PCI defines:
// configuration space, MSI-X, the link. The kind of device owns its registers, its rings, and when
// it interrupts. One file per kind; make_device_kind() knows all of them.
#pragma once
#include "common/random_stream.h"
#include "device_config.h"
#include "device_facts.h"
#include <memory>

namespace itstorm {

// A vector as software has set it up.
struct VectorState {
    std::uint64_t address;
    std::uint32_t data;
    bool is_enabled; // its function may send messages; the mask is apart
    bool is_masked;
};

// What a function offers the device behind it.
class DeviceHost {
public:
    virtual const FunctionConfig& config() const = 0;
    virtual unsigned index() const = 0; // which function, for the facts of the kind
    virtual PciFunctionProbes& facts() = 0;
    virtual RandomStream random_stream(const std::string& purpose) const = 0; // the function's own

    // An event on `vector`: becomes a message or a level, as software has configured the function.
    // Callable from any process, takes no time.
    virtual void interrupt(unsigned vector) = 0;
    // An earlier event on the vector has not left yet: another one would be merged with it.
    virtual bool interrupt_waits(unsigned vector) const = 0;

    // True: a write sent now leaves now. False: it waits in the function, in order.
    virtual bool can_send() const = 0;
    virtual std::size_t writes_waiting() const = 0;
    // A posted write. Interrupts raised later do not pass it. The payload is copied.
    virtual void dma_write(std::uint64_t address, const void* data, unsigned bytes) = 0;
    // Waits for the completion, which comes after all earlier posted writes; only from a task of
    // the kind. False: refused on the way; `data` is untouched.
    virtual bool dma_read(std::uint64_t address, void* data, unsigned bytes) = 0;

    // For devices that misbehave: a message that no table entry describes, with any address and
    // data, and any DeviceID that passes the port and the IOMMU, whether or not Bus Master is on.
    // The books count it as an MSI.
    virtual void forge_message(std::uint64_t address, std::uint32_t data,
                               std::uint32_t device_id) = 0;
    virtual VectorState vector_state(unsigned vector) const = 0;
    virtual void offers() = 0; // DeviceKind::offer has something to send again

protected:
    ~DeviceHost() = default;
};

// A device behind its function. Registers: BAR0 from DEVICE_KIND_REGISTERS on (arch/pci_device.h);
// `offset` counts from there, is aligned to `bytes`, which is 4 or 8.
class DeviceKind {
public:
    virtual ~DeviceKind() = default;
    virtual std::uint64_t read(std::uint32_t offset, unsigned bytes) = 0;
    virtual void write(std::uint32_t offset, unsigned bytes, std::uint64_t value) = 0;
    virtual void reset() = 0;                  // function level reset
    virtual void arrival(unsigned vector) = 0; // from the generator: a packet, an event
    // True: the device itself makes its arrivals, so its reset ends them. False: they come from
    // outside.
    virtual bool makes_its_arrivals() const { return true; }

    // The link can take a message, and none waits for it. False: the kind has nothing of its own to
    // send. True: it has sent something, or set one more pending bit.
    virtual bool offer() { return false; }
    // The driver writes these bits of DEVICE_INTERRUPT_CAUSE to clear them. Returns those that the
    // device clears.
    virtual std::uint32_t causes_to_clear(std::uint32_t bits) { return bits; }
};

// Called in the constructor of the function, so a kind may be or have an sc_module of its own.
std::unique_ptr<DeviceKind> make_device_kind(DeviceHost& host);

} // namespace itstorm
