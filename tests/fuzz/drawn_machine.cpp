// SPDX-License-Identifier: Apache-2.0
#include "drawn_machine.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

using Words = std::vector<std::string>;

bool contains(const Words& words, const std::string& word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::uint64_t number(const Document& d, const std::string& key, std::uint64_t otherwise)
{
    const Document* value = d.child(key);
    return value ? std::stoull(value->text) : otherwise;
}

unsigned bits_of(std::uint64_t value)
{
    unsigned bits = 0;
    for (; value != 0; value >>= 1)
        ++bits;
    return bits;
}

class MachineDrawer {
public:
    MachineDrawer(Drawing& drawing, Document& scenario)
        : d_(drawing), dice_(drawing.dice), scenario_(scenario)
    {
    }

    DrawnMachine draw()
    {
        is_large_ = dice_.chance(0.03);
        numbers_devices_ = dice_.chance(0.15);
        Document platform = Document::map();
        profile_ = dice_.one_of(choices("platform.profile"));
        platform.set("profile", profile_);
        machine_.pes = dice_.of_any_size(1, is_large_ ? 64 : 4);
        platform.set("pes", std::to_string(machine_.pes));
        d_.draw_keys(platform, "platform.", "", "", { "profile", "pes", "spis", "ram" });
        if (dice_.chance(0.3))
            platform.set("ram", dice_.one_of<std::string>({ "2GiB", "16GiB", "1024GiB" }));
        draw_its();
        for (std::uint64_t n = dice_.between(1, is_large_ ? 6 : 3); n > 0; --n)
            draw_domain();
        if (dice_.chance(0.1))
            draw_function(dice_.one_of(choices("platform.pci[].kind")), pick_its()); // nobody's
        draw_spis(platform);
        draw_msi_map(platform);
        platform.set("its", its_);
        if (!pci_.children.empty())
            platform.set("pci", pci_);
        scenario_.set("platform", platform);
        draw_costs_and_policies();
        scenario_.set("domains", domains_);
        return machine_;
    }

private:
    const Words& choices(const std::string& path) const
    {
        for (const Parameter& p : d_.parameters.all())
            if (p.path == path)
                return p.choices;
        static const Words none;
        return none;
    }

    void draw_its()
    {
        const std::uint64_t count = dice_.chance(0.6) ? 1 : dice_.between(2, is_large_ ? 16 : 3);
        for (std::uint64_t n = 0; n < count; ++n) {
            Document its = Document::map();
            machine_.its.push_back("its" + std::to_string(n));
            its.set("name", machine_.its.back());
            if (dice_.chance(0.7)) // small rings are full more often
                its.set("command_queue", std::to_string(4 * dice_.of_any_size(1, 64)) + "KiB");
            d_.draw_keys(its, "platform.its[].", "", "", { "name", "command_queue" });
            make_wide_enough(its, "device_bits", 4);
            make_wide_enough(its, "event_bits", 8);
            make_wide_enough(its, "icid_bits", 8);
            if (const Document* creadr = its.child("creadr"); creadr && creadr->text == "fetch")
                replace(its, "error_mode", "skip"); // the one mode that it goes with
            its_.add(std::move(its));
        }
    }

    void replace(Document& map, const std::string& key, const std::string& text)
    {
        if (Document* old = map.child(key))
            old->text = text;
        else
            map.set(key, text);
    }

    void make_wide_enough(Document& its, const std::string& key, std::uint64_t bits)
    {
        if (number(its, key, bits) < bits)
            replace(its, key, std::to_string(bits));
    }

    std::size_t pick_its() { return dice_.between(0, machine_.its.size() - 1); }

    // The kind of device for a program: usually the one of the same name, or a plain one.
    std::string kind_for(const std::string& program)
    {
        const Words& kinds = choices("platform.pci[].kind");
        if (dice_.chance(0.05))
            return dice_.one_of(kinds);
        if (contains(kinds, program))
            return program;
        return dice_.chance(0.3) && contains(kinds, "buggy") ? "buggy" : kinds.front();
    }

    std::string draw_function(const std::string& kind, std::size_t its)
    {
        const std::string name = "dev" + std::to_string(machine_.functions.size());
        Document function = Document::map();
        function.set("name", name);
        draw_ids(function, number(its_.children[its], "device_bits", 16));
        function.set("kind", kind);
        const std::uint64_t vectors = dice_.of_any_size(1, is_large_ ? 256 : 32);
        function.set("vectors", std::to_string(vectors));
        if (its != 0 || dice_.chance(0.2))
            function.set("its", machine_.its[its]);
        d_.draw_keys(function, "platform.pci[].", "", kind,
                     { "name", "bdf", "device_id", "kind", "vectors", "its" });
        const Document* link = function.child("link");
        const bool has_link = link ? link->text != "off" : profile_ != "ideal";
        machine_.functions.push_back({ name, kind, vectors, has_link });
        has_pins_ = has_pins_ || (function.child("intx") && function.child("intx")->text == "true");
        pci_.add(std::move(function));
        return name;
    }

    // Draws a Requester ID of its own, and a DeviceID where the Requester ID has too many bits.
    void draw_ids(Document& function, std::uint64_t device_bits)
    {
        std::uint64_t requester;
        do
            requester = dice_.between(0, 0xfff);
        while (!requesters_.insert(requester).second);
        char bdf[32];
        std::snprintf(bdf, sizeof bdf, "0000:%02x:%02x.%x", static_cast<unsigned>(requester >> 8),
                      static_cast<unsigned>(requester >> 3 & 31),
                      static_cast<unsigned>(requester & 7));
        function.set("bdf", bdf);
        numbers_devices_ = numbers_devices_ || bits_of(requester) > device_bits;
        if (numbers_devices_)
            function.set("device_id", std::to_string(machine_.functions.size()));
    }

    void draw_domain()
    {
        DrawnDomain domain{ "dom" + std::to_string(machine_.domains.size() + 1),
                            dice_.one_of(d_.parameters.programs()),
                            dice_.of_any_size(1, is_large_ ? 16 : 3), 0 };
        if (domain.program == "microbench" && domain.vcpus < 2)
            domain.vcpus = 2;
        Document map = Document::map();
        map.set("name", domain.name);
        map.set("program", domain.program);
        map.set("vcpus", std::to_string(domain.vcpus));
        map.set("ram", std::to_string(16 << dice_.between(0, 3)) + "MiB");
        domain.devices = draw_devices(map, domain.program);
        if (dice_.chance(0.7))
            draw_pins(map, domain.vcpus);
        const Words but = { "name", "program", "vcpus", "ram", "devices", "pin" };
        d_.draw_keys(map, "domains[].", "", "", but);
        d_.draw_keys(map, "domains[].", domain.program, "", but);
        if (domain.program == "linux" && map.child("tick") == nullptr)
            map.set("tick", "50us"); // else it may not be given orders
        machine_.domains.push_back(domain);
        domains_.add(std::move(map));
    }

    // Draws the devices of a domain. Returns how many.
    std::uint64_t draw_devices(Document& domain, const std::string& program)
    {
        Document devices = Document::list();
        const std::size_t its = pick_its(); // they share one
        const std::uint64_t count = dice_.chance(0.15) ? 0 : dice_.between(1, is_large_ ? 4 : 2);
        for (std::uint64_t n = 0; n < count; ++n)
            devices.add(Document::scalar(draw_function(kind_for(program), its)));
        if (count != 0)
            domain.set("devices", devices);
        return count;
    }

    void draw_pins(Document& domain, std::uint64_t vcpus)
    {
        Document pins = Document::list();
        for (std::uint64_t n = 0; n < vcpus; ++n)
            pins.add(Document::scalar(std::to_string(dice_.between(0, machine_.pes - 1))));
        domain.set("pin", pins);
    }

    // Interrupt pins are wired to SPIs from the 33rd on, so a machine with pins has at least three
    // words of SPIs.
    void draw_spis(Document& platform)
    {
        if (dice_.chance(0.8))
            return;
        const std::uint64_t words = dice_.between(has_pins_ ? 3 : 0, 31);
        platform.set("spis", std::to_string(words == 31 ? 988 : words * 32));
    }

    void draw_msi_map(Document& platform)
    {
        if (numbers_devices_ || dice_.chance(0.8))
            return;
        for (const Document& its : its_.children)
            if (number(its, "device_bits", 16) < 16)
                return;
        Document row = Document::map();
        row.set("bdf", "0000:00:00.0");
        row.set("device_id", std::to_string(dice_.between(0, 0xf000)));
        row.set("length", "4096");
        Document list = Document::list();
        list.add(row);
        platform.set("msi_map", list);
    }

    void draw_costs_and_policies()
    {
        Document timing = Document::map(), software = Document::map(), hypervisor = Document::map();
        d_.draw_keys(timing, "timing.", "", "", {});
        d_.draw_keys(software, "software.", "", "", {});
        d_.draw_keys(hypervisor, "hypervisor.", "", "", {});
        if (!timing.children.empty())
            scenario_.set("timing", timing);
        if (!software.children.empty())
            scenario_.set("software", software);
        if (!hypervisor.children.empty())
            scenario_.set("hypervisor", hypervisor);
    }

    Drawing& d_;
    Dice& dice_;
    Document& scenario_;
    DrawnMachine machine_;
    Document its_ = Document::list(), pci_ = Document::list(), domains_ = Document::list();
    std::set<std::uint64_t> requesters_;
    std::string profile_;
    bool is_large_ = false;
    bool numbers_devices_ = false; // every function has a device_id of its own
    bool has_pins_ = false;
};

} // namespace

void Drawing::draw_keys(Document& into, const std::string& prefix, const std::string& owner,
                        const std::string& kind, const Words& but)
{
    for (const Parameter& p : parameters.below(prefix, owner)) {
        const std::string key = p.path.substr(prefix.size());
        const bool is_left_out = p.kind == Parameter::Kind::Other || contains(but, key) ||
                                 (!p.only.empty() && !contains(p.only, kind));
        if (!is_left_out && dice.chance(knobs))
            into.set_path(key, draw(p, dice, longest_ps));
    }
}

DrawnMachine draw_machine(Drawing& drawing, Document& scenario)
{
    return MachineDrawer(drawing, scenario).draw();
}

} // namespace itstorm
