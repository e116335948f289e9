// SPDX-License-Identifier: Apache-2.0
// VcdDump: see vcd_dump.h.
#include "vcd_dump.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <stdexcept>

namespace itstorm {

using sim::now_ps;

namespace {

std::string file_name(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1); // npos + 1 is 0
}

std::string ranged(const std::string& name, unsigned bits)
{
    return bits > 1 ? name + "[" + std::to_string(bits - 1) + ":0]" : name;
}

// The place of a group in the save file: each PE follows its redistributor.
unsigned place(VcdBlock block, unsigned instance)
{
    constexpr unsigned instances_most = 1 << 16;
    const bool of_pe = block == VcdBlock::Redistributor || block == VcdBlock::Pe;
    return of_pe ? static_cast<unsigned>(VcdBlock::Redistributor) * instances_most + instance
                 : static_cast<unsigned>(block) * instances_most;
}

} // namespace

VcdDump::VcdDump(const std::string& path, const VcdShape& shape, const VcdOptions& options)
    : path_(path), vcd_(vcd_open(path.c_str(), options.limit_bytes)),
      gtkw_(options.shown_as.empty() ? file_name(path) : options.shown_as),
      history_(options.history_ps)
{
    if (vcd_ == nullptr)
        throw std::runtime_error(path + " cannot be created");
    const std::vector<VcdRow> rows = vcd_rows(shape);
    variables_.resize(rows.size());
    vcd_scope(vcd_, "soc");
    for (unsigned n = 0; n < static_cast<unsigned>(VcdBlock::Count); ++n) {
        const auto block = static_cast<VcdBlock>(n);
        unsigned instance = 0;
        for (const std::string& name : vcd_instances(shape, block))
            declare_group({ name, block, place(block, instance++) }, rows, options);
    }
    vcd_end_scope(vcd_);
}

VcdDump::~VcdDump()
{
    finish();
}

void VcdDump::declare_group(const Group& group, const std::vector<VcdRow>& rows,
                            const VcdOptions& options)
{
    const auto is_chosen = [&](const VcdRow& row) {
        return row.block == group.block && options.signals.count(group.name + "." + row.name) != 0;
    };
    const bool has_any = std::any_of(rows.begin(), rows.end(), is_chosen);
    if (has_any) {
        vcd_scope(vcd_, group.name.c_str());
        gtkw_.begin_group(group.name, group.place);
    }
    const std::string scope = "soc." + group.name + ".";
    for (std::size_t n = 0; n < rows.size(); ++n)
        if (rows[n].block == group.block)
            variables_[n].push_back(is_chosen(rows[n]) ? declare(scope, rows[n], options.numbers)
                                                       : Variable{});
    if (has_any) {
        gtkw_.end_group();
        vcd_end_scope(vcd_);
    }
}

VcdDump::Variable VcdDump::declare(const std::string& scope, const VcdRow& row, bool numbers)
{
    constexpr unsigned number_bits = 16;
    Variable variable;
    gtkw_.signal(scope + ranged(row.name, row.bits), row.show);
    if (row.bits > 1)
        variable.id = vcd_vector(vcd_, row.name.c_str(), row.bits);
    else
        variable.id =
            row.bits == 1 ? vcd_wire(vcd_, row.name.c_str()) : vcd_text(vcd_, row.name.c_str());
    if (row.bits == 0 && numbers) {
        const std::string twin = row.name + "_number";
        gtkw_.signal(scope + ranged(twin, number_bits), Show::Decimal);
        variable.number = vcd_vector(vcd_, twin.c_str(), number_bits);
    }
    return variable;
}

void VcdDump::start()
{
    if (vcd_ == nullptr || started_)
        return;
    started_ps_ = history_.start(vcd_, now_ps());
    started_ = recording_ = true;
}

void VcdDump::stop()
{
    if (vcd_ == nullptr || !recording_)
        return;
    vcd_stop(vcd_, now_ps());
    stopped_ps_ = now_ps();
    recording_ = false;
}

std::string VcdDump::finish()
{
    if (vcd_ == nullptr)
        return "";
    const bool dumped = vcd_close(vcd_, now_ps());
    vcd_ = nullptr;
    const std::string view = path_.substr(0, path_.find_last_of('.')) + ".gtkw";
    const bool has_view =
        gtkw_.save(view, started_ps_, recording_ ? now_ps() : std::max(started_ps_, stopped_ps_));
    if (!dumped)
        return path_;
    return has_view ? "" : view;
}

bool VcdDump::is_shown(unsigned row) const
{
    const auto& instances = variables_[row];
    return std::any_of(instances.begin(), instances.end(),
                       [](const Variable& variable) { return variable.id != not_shown; });
}

bool VcdDump::is_shown(unsigned row, unsigned instance) const
{
    const auto& instances = variables_[row];
    return vcd_ != nullptr && instance < instances.size() && instances[instance].id != not_shown;
}

unsigned VcdDump::word(const std::string& text)
{
    return vcd_word(vcd_, text.c_str());
}

void VcdDump::mark(const std::string& name)
{
    gtkw_.mark(now_ps(), name);
}

void VcdDump::set(unsigned row, unsigned instance, std::uint64_t value)
{
    if (is_shown(row, instance))
        history_.set(vcd_, variables_[row][instance].id, now_ps(), value);
}

void VcdDump::set_word(unsigned row, unsigned instance, unsigned word, std::uint64_t number)
{
    if (!is_shown(row, instance))
        return;
    const Variable& variable = variables_[row][instance];
    history_.set(vcd_, variable.id, now_ps(), word);
    if (variable.number != not_shown)
        history_.set(vcd_, variable.number, now_ps(), number);
}

void VcdDump::count(unsigned row, unsigned instance)
{
    if (is_shown(row, instance)) {
        Variable& variable = variables_[row][instance];
        history_.set(vcd_, variable.id, now_ps(), ++variable.count);
    }
}

} // namespace itstorm
