// SPDX-License-Identifier: Apache-2.0
// The part of Pe that follows spans: begins and ends them, charges constants and chooses prices.
#include "spans.h"
#include "pe.h"

namespace itstorm {

OpenSpans& Pe::spans()
{
    return guest_ != nullptr ? guest_->spans : stack_->spans;
}

void Pe::begin_span(unsigned kind)
{
    if (!follows_spans())
        return;
    spans().begin(kind, local_ps());
    if (!costs.has_constants())
        return;
    if (costs.has_constant(kind))
        debt_.add(costs.span_ps(kind));
    choose_prices();
}

void Pe::end_span()
{
    if (!follows_spans())
        return;
    OpenSpans& open = spans();
    const unsigned kind = open.innermost();
    const std::uint64_t ps = open.end(local_ps());
    if (machine.probes.span.watched())
        machine.probes.span(SpanFact{ kind, ps });
    choose_prices();
}

void Pe::choose_prices()
{
    if (!costs.has_constants())
        return;
    const OpenSpans& open = spans();
    const bool is_replaced = open.has_any() && costs.has_constant(open.innermost());
    prices_ = is_replaced ? &costs.prices_in_span(guest_ != nullptr) : &costs.prices();
    choose_block_price();
}

} // namespace itstorm
