// SPDX-License-Identifier: Apache-2.0
#include "drawn_calm.h"

namespace itstorm {

namespace {

using Words = std::vector<std::string>;

constexpr std::uint64_t rounds = 3; // messages of each vector

class CalmDrawer {
public:
    CalmDrawer(Drawing& drawing, Document& scenario)
        : d_(drawing), dice_(drawing.dice), scenario_(scenario)
    {
    }

    void draw()
    {
        draw_platform();
        draw_policies();
        draw_narrow_numbers();
        scenario_.set("hypervisor", hypervisor_);
        draw_domains();
        draw_story();
    }

private:
    void draw_platform()
    {
        Document its = Document::map(), all_its = Document::list(), pci = Document::list();
        its.set("name", "its0");
        its.set("command_queue", dice_.one_of<std::string>({ "4KiB", "64KiB" }));
        all_its.add(its);
        for (std::uint64_t n = 0; n < domains_; ++n) {
            Document nic = Document::map();
            nic.set("name", "nic" + std::to_string(n));
            nic.set("bdf", "0000:0" + std::to_string(n + 1) + ":00.0");
            vectors_.push_back(dice_.one_of<std::uint64_t>({ 1, 4, 33 }));
            nic.set("vectors", std::to_string(vectors_.back()));
            pci.add(nic);
        }
        Document platform = Document::map();
        platform.set("pes", std::to_string(pes_));
        platform.set("list_registers", dice_.one_of<std::string>({ "1", "4", "16" }));
        platform.set("its", all_its);
        platform.set("pci", pci);
        scenario_.set("platform", platform);
    }

    // Draws words of all policies. One word is left out, because it may delay an interrupt for ever
    // by design: the PE's priority stays raised until a guest that does not run writes its EOI.
    void draw_policies()
    {
        for (const Parameter& p : d_.parameters.below("hypervisor."))
            if ((p.kind == Parameter::Kind::Choice || p.kind == Parameter::Kind::Set) &&
                p.path != "hypervisor.host.eoi" && dice_.chance(0.5))
                set(p.path, ::itstorm::draw(p, dice_, d_.longest_ps));
        keep_rules();
    }

    // Avoids combinations of words that the hypervisor refuses.
    void keep_rules()
    {
        const bool forwards = word("vits.propagate") == "inv" || word("vits.propagate") == "all" ||
                              word("vits.propagate") == "sync_each";
        const bool couples = forwards && word("vits.enable_coupling") != "decoupled";
        if (couples && word("vits.invall") == "bitmap64")
            set("hypervisor.vits.invall", "xen");
        if (!couples)
            set("hypervisor.assign.enable", "at_assignment");
        if (word("vits.invall") != "bitmap64") {
            set("hypervisor.vgic.pending_format", "bit");
            set("hypervisor.vgic.pending_store", "private");
        }
        set("hypervisor.vits.batch_triggers",
            dice_.one_of<std::string>({ "[read]", "[write, int]", "[write, read, int]" }));
    }

    // Draws small numbers, with which a policy reaches its limits and which are rarely drawn
    // otherwise.
    void draw_narrow_numbers()
    {
        const std::vector<std::pair<std::string, Words>> narrow = {
            { "host.usable_slots", { "4", "5", "8", "16" } },
            { "host.reserved_slots", { "0", "1", "2" } },
            { "host.burst", { "1", "2", "32" } },
            { "host.irq_loop_count", { "1", "2" } },
            { "host.irq_loop_time", { "1ns", "1us" } },
            { "host.irq_loop_pause", { "0ns", "1us", "50us" } },
            { "vits.trap_steps", { "1", "2", "7" } },
            { "vits.batch_commands", { "1", "8" } },
            { "scheduler.slice", { "20us", "100us" } },
        };
        for (const auto& [key, values] : narrow)
            if (dice_.chance(0.6))
                set("hypervisor." + key, dice_.one_of(values));
    }

    void draw_domains()
    {
        Document all = Document::list();
        for (std::uint64_t n = 0; n < domains_; ++n) {
            Document domain = Document::map();
            const std::uint64_t vcpus = dice_.between(1, 3);
            domain.set("name", "dom" + std::to_string(n));
            domain.set("program", "linux");
            domain.set("vcpus", std::to_string(vcpus));
            domain.set("devices", Document::list())
                .add(Document::scalar("nic" + std::to_string(n)));
            if (dice_.chance(0.6))
                draw_pins(domain, vcpus);
            domain.set("background", dice_.one_of<std::string>({ "never", "always" }));
            domain.set("map_burst", dice_.one_of<std::string>({ "1", "8", "64" }));
            domain.set("invalidate",
                       dice_.one_of<std::string>({ "inv", "invall_last", "invall_first" }));
            all.add(domain);
        }
        scenario_.set("domains", all);
    }

    void draw_pins(Document& domain, std::uint64_t vcpus)
    {
        Document& pins = domain.set("pin", Document::list());
        for (std::uint64_t n = 0; n < vcpus; ++n)
            pins.add(Document::scalar(std::to_string(dice_.between(0, pes_ - 1))));
    }

    void draw_story()
    {
        Document timeline = Document::list(), expect = Document::list();
        add(timeline, { { "when", "all_guests.ready == 1" }, { "do", "mark" } }, "ready");
        for (std::uint64_t n = 0; n < domains_; ++n) {
            const std::string count = std::to_string(vectors_[n] * rounds);
            add(timeline,
                { { "after", "ready" },
                  { "delay", std::to_string(n) + "us" },
                  { "do", "msi.send" },
                  { "device", "nic" + std::to_string(n) },
                  { "vectors", "all" },
                  { "count", count },
                  { "every", std::to_string(5000 / vectors_[n]) + "us" } },
                "");
            add(expect,
                { { "id", "all-of-dom" + std::to_string(n) },
                  { "at_end", "dom" + std::to_string(n) + ".vlpi.handled == " + count } },
                "");
        }
        add(timeline, { { "after", "ready" }, { "delay", "30ms" }, { "do", "stop" } }, "");
        scenario_.set("timeline", timeline);
        scenario_.set("expect", expect);
    }

    static void add(Document& list, const std::vector<std::pair<std::string, std::string>>& keys,
                    const std::string& label)
    {
        Document entry = Document::map();
        for (const auto& [key, text] : keys)
            entry.set(key, text);
        if (!label.empty())
            entry.set("label", label);
        list.add(entry);
    }

    // The word drawn for this key; "": none.
    std::string word(const std::string& key) const
    {
        const std::size_t dot = key.find('.');
        const Document* group = hypervisor_.child(key.substr(0, dot));
        const Document* value = group != nullptr ? group->child(key.substr(dot + 1)) : nullptr;
        return value != nullptr ? value->text : "";
    }

    void set(const std::string& path, const std::string& text)
    {
        const std::string key = path.substr(path.find('.') + 1);
        const std::size_t dot = key.find('.');
        Document* group = hypervisor_.child(key.substr(0, dot));
        if (Document* old = group != nullptr ? group->child(key.substr(dot + 1)) : nullptr)
            old->text = text;
        else
            hypervisor_.set_path(key, text);
    }

    Drawing& d_;
    Dice& dice_;
    Document& scenario_;
    const std::uint64_t pes_ = dice_.between(1, 3), domains_ = dice_.between(1, 2);
    std::vector<std::uint64_t> vectors_; // of each domain's device
    Document hypervisor_ = Document::map();
};

} // namespace

void draw_calm(Drawing& drawing, Document& scenario)
{
    CalmDrawer(drawing, scenario).draw();
}

} // namespace itstorm
