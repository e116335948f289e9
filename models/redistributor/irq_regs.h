// SPDX-License-Identifier: Apache-2.0
// The registers with a field for each interrupt: enable, pending, active, group, priority, edge or
// level. Distributor and SGI_base frame have them at the same offsets, for SPIs and for private
// interrupts. A row covers a whole array. They hold no interrupt state.
//
// With two Security states what runs here is Non-secure, and has the Non-secure view: every
// interrupt is of Group 1, and priorities are those of the lower half.
#pragma once
#include "irq_word.h"
#include "redistributor_config.h"

namespace itstorm {

class IrqRegs {
public:
    class Owner {
    public:
        virtual irq_word* word(unsigned n) = 0; // INTIDs from 32 n; null: none of them is here
        // Some of a word's interrupts are not what they were; `disabled`: by ICENABLER.
        virtual void changed(unsigned word, std::uint32_t interrupts, bool disabled) = 0;

    protected:
        ~Owner() = default;
    };

    IrqRegs(Owner& owner, const RedistributorConfig& config);

    // False: no register of this kind takes the access.
    bool read(std::uint32_t offset, unsigned bytes, std::uint64_t& value);
    bool write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

private:
    Owner& owner_;
    bool non_secure_;
};

} // namespace itstorm
