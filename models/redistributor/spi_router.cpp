// SPDX-License-Identifier: Apache-2.0
// SpiRouter: see spi_router.h. Source: Arm IHI 0069, GICD_IROUTER<n>.
#include "spi_router.h"
#include <algorithm>

namespace itstorm {

SpiRouter::SpiRouter(const RedistributorConfig& config)
{
    spi_set_init(&spis_, config.spis, config.targets, config.priority_bits,
                 config.security_states == 2);
}

SpiRouter::~SpiRouter()
{
    spi_set_free(&spis_);
}

void SpiRouter::add(Redistributor& redistributor)
{
    targets_.push_back(&redistributor);
}

// ---- wires and messages ----

void SpiRouter::spi(unsigned intid, bool level)
{
    if (!has(intid))
        return;
    irq_word_line(spi_set_word(&spis_, intid), intid % 32, level);
    update(intid);
}

void SpiRouter::message(std::uint32_t intid, bool set)
{
    if (!has(intid))
        return;
    irq_word_message(spi_set_word(&spis_, intid), intid % 32, set);
    update(intid);
}

// ---- CPU interfaces ----

void SpiRouter::acknowledged(std::uint32_t intid)
{
    irq_word_acknowledge(spi_set_word(&spis_, intid), intid % 32);
    update(intid);
}

void SpiRouter::deactivated(std::uint32_t intid)
{
    if (!has(intid))
        return;
    irq_word_deactivate(spi_set_word(&spis_, intid), intid % 32);
    update(intid);
}

// ---- registers ----

irq_word* SpiRouter::word(unsigned n)
{
    return n >= 1 && n <= spis_.words ? &spis_.word[n - 1] : nullptr;
}

void SpiRouter::changed(unsigned word, std::uint32_t interrupts, bool disabled)
{
    for (std::uint32_t left = interrupts; left != 0; left &= left - 1)
        update(32 * word + static_cast<unsigned>(__builtin_ctz(left)),
               disabled ? Why::Disabled : Why::Changed);
}

std::uint64_t SpiRouter::router(std::uint32_t intid) const
{
    return spis_.router[intid - INTID_SPI_FIRST];
}

void SpiRouter::route(std::uint32_t intid, std::uint64_t router)
{
    spis_.router[intid - INTID_SPI_FIRST] = router;
    update(intid);
}

void SpiRouter::forward(unsigned groups)
{
    for (Redistributor* target : targets_) {
        target->forward(groups);
        if (target->withdrawing())
            withdrawing_.push_back(target);
    }
}

bool SpiRouter::withdrawing()
{
    const auto done = [](const Redistributor* target) { return !target->withdrawing(); };
    withdrawing_.erase(std::remove_if(withdrawing_.begin(), withdrawing_.end(), done),
                       withdrawing_.end());
    return !withdrawing_.empty();
}

// ---- which redistributors reconsider what they present ----

void SpiRouter::update(std::uint32_t intid, Why why)
{
    const std::uint32_t before = spi_set_place(&spis_, intid);
    spi_set_update(&spis_, intid);
    const std::uint32_t after = spi_set_place(&spis_, intid);
    reconsider(before, why);
    if (after != before)
        reconsider(after, why);
}

void SpiRouter::reconsider(std::uint32_t target, Why why)
{
    if (target == SPI_NOWHERE)
        return;
    if (why == Why::Disabled)
        withdraw(*targets_[target]);
    else
        targets_[target]->reconsider();
}

void SpiRouter::withdraw(Redistributor& from)
{
    from.withdraw();
    if (from.withdrawing() &&
        std::find(withdrawing_.begin(), withdrawing_.end(), &from) == withdrawing_.end())
        withdrawing_.push_back(&from);
}

} // namespace itstorm
