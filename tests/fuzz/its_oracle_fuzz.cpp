// SPDX-License-Identifier: Apache-2.0
// Random streams of commands, messages, configuration changes and acknowledges, on the models and
// on an oracle that knows none of them. Each stream has a machine and a process of its own.
//
// usage: its_oracle_fuzz [--streams N] [--seed S] [--show]
// Stream n has seed S + n; --show prints what it did. The environment has the last word: budget.h.
#include "budget.h"
#include "its_machine.h"
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace its_oracle {
namespace {

constexpr unsigned devices = 3, events = 4, collections = 5, narrow_pe = 3;
constexpr std::uint8_t open_mask = 0xf8;

// Each event has two LPIs that no other event has. Those of device 2 are beyond 14 bits.
std::uint32_t lpi_of(std::uint32_t device, std::uint32_t event, unsigned which)
{
    return 8192 + (device == 2 ? 20000 : 0) + (device * events + event) * 2 + which;
}

std::vector<std::uint32_t> all_lpis()
{
    std::vector<std::uint32_t> lpis;
    for (unsigned n = 0; n < devices * events * 2; n++)
        lpis.push_back(lpi_of(n / 2 / events, n / 2 % events, n % 2));
    return lpis;
}

// ---- commands ----

Command on_event(unsigned opcode, Message at, std::uint64_t dw2 = 0, std::uint64_t lpi = 0)
{
    return { opcode | static_cast<std::uint64_t>(at.device) << 32, lpi << 32 | at.event, dw2, 0 };
}

Command mapc(std::uint64_t icid, std::uint64_t pe, bool valid)
{
    return { 0x09, 0, icid | pe << 16 | static_cast<std::uint64_t>(valid) << 63, 0 };
}

Command sync(std::uint64_t pe)
{
    return { 0x05, 0, pe << 16, 0 };
}

class Stream {
public:
    explicit Stream(std::uint64_t seed)
        : random_(seed), machine_(machine_config(seed)), lpis_(all_lpis())
    {
        machine_.lpis_off(narrow_pe);
        machine_.lpis_on(narrow_pe, 14);
        oracle_.lpis_off(narrow_pe);
        oracle_.lpis_on(narrow_pe, 14);
    }

    // What is wrong; empty: nothing.
    std::string run()
    {
        map_some();
        for (unsigned n = 0; n < 60 && wrong_.empty(); n++)
            step();
        deliver_all();
        if (wrong_.empty())
            wrong_ = machine_.books();
        return wrong_;
    }

    const std::vector<std::string>& story() const { return story_; }

private:
    // ---- chance ----

    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
    bool one_in(unsigned n) { return below(n) == 0; }
    unsigned pe() { return below(pes); }
    Message event()
    {
        return { one_in(60) ? 70000 : below(devices), one_in(40) ? events : below(events) };
    }
    std::uint64_t icid() { return one_in(60) ? 9000 : below(collections); }
    std::uint8_t byte()
    {
        static const std::uint8_t bytes[] = { 0xa3, 0xa2, 0xa3, 0xa2, 0x23, 0x83, 0x82, 0xfb };
        return bytes[below(sizeof bytes)];
    }

    // ---- steps ----

    void step()
    {
        switch (below(16)) {
        case 0:
        case 1:
        case 2: mix(); break;
        case 3:
        case 4:
        case 5:
        case 6: reconfigure(); break;
        case 7:
        case 8: migrate(); break;
        case 9:
        case 10: trigger(); break;
        case 11: change_redistributor(); break;
        default: acknowledge(pe()); break;
        }
    }

    Command any_command()
    {
        const Message at = event();
        switch (below(14)) {
        case 0:
            return { 0x08 | static_cast<std::uint64_t>(at.device) << 32, 1,
                     machine_.zeroed_itt() | static_cast<std::uint64_t>(!one_in(4)) << 63, 0 };
        case 1: return mapc(icid(), one_in(30) ? pes : pe(), !one_in(4));
        case 2:
        case 3:
            return on_event(0x0a, at, icid(),
                            one_in(40) ? 70000 : lpi_of(at.device, at.event, below(2)));
        case 4: return on_event(0x01, at, icid());
        case 5: return { 0x0e, 0, static_cast<std::uint64_t>(pe()) << 16, movall_to() };
        case 6: return on_event(0x0f, at);
        case 7: return on_event(0x04, at);
        case 8: return on_event(0x0c, at);
        case 9: return { 0x0d, 0, icid(), 0 };
        case 10: return sync(one_in(30) ? pes : pe());
        default: return on_event(0x03, at);
        }
    }

    std::uint64_t movall_to() { return static_cast<std::uint64_t>(one_in(30) ? pes : pe()) << 16; }

    // In the order of a driver that starts.
    void map_some()
    {
        std::vector<Command> commands;
        for (std::uint32_t device = 0; device < devices; device++) {
            commands.push_back({ 0x08 | static_cast<std::uint64_t>(device) << 32, 1,
                                 machine_.zeroed_itt() | 1ull << 63, 0 });
            for (std::uint32_t n = 0; n < events; n++)
                commands.push_back(
                    on_event(0x0a, { device, n }, below(collections), lpi_of(device, n, 0)));
        }
        for (const std::uint32_t lpi : lpis_)
            write(lpi, 0xa3);
        for (unsigned n = 0; n < pes; n++)
            commands.push_back({ 0x0d, 0, n, 0 });
        for (unsigned n = 0; n < pes; n++)
            commands.push_back(sync(n));
        batch(commands, {});
    }

    void mix()
    {
        std::vector<Command> commands;
        std::vector<Message> messages;
        for (unsigned n = below(6) + 1; n > 0; n--)
            commands.push_back(any_command());
        for (unsigned n = one_in(3) ? below(2) + 1 : 0; n > 0; n--)
            messages.push_back(event());
        if (one_in(4))
            write(lpis_[below(static_cast<unsigned>(lpis_.size()))], byte());
        batch(commands, messages);
    }

    // As a driver does: byte, INV or INVALL, SYNC; of an LPI that is mapped.
    void reconfigure()
    {
        const Message at = event();
        const auto device = oracle_.tables().devices.find(at.device);
        if (device == oracle_.tables().devices.end() || device->second.events.count(at.event) == 0)
            return;
        const auto& entry = device->second.events.at(at.event);
        const auto to = oracle_.tables().collections.find(entry.icid);
        if (to == oracle_.tables().collections.end())
            return;
        write(entry.lpi, byte());
        std::vector<Command> commands{ one_in(3) ? Command{ 0x0d, 0, entry.icid, 0 }
                                                 : on_event(0x0c, at),
                                       sync(to->second) };
        if (one_in(3))
            commands.insert(commands.begin() + 1, any_command());
        if (one_in(2))
            commands.push_back(on_event(0x03, at));
        batch(commands, {});
    }

    void migrate()
    {
        std::vector<Command> commands;
        const unsigned from = pe(), to = pe();
        if (one_in(2)) {
            const Message at = event();
            commands.push_back(on_event(0x01, at, icid()));
            if (one_in(2))
                commands.push_back(on_event(0x03, at));
        } else {
            commands.push_back(mapc(from, to, true));
            if (!one_in(3))
                commands.push_back({ 0x0e, 0, static_cast<std::uint64_t>(from) << 16,
                                     static_cast<std::uint64_t>(to) << 16 });
        }
        commands.push_back(sync(from));
        commands.push_back(sync(to));
        batch(commands, {});
    }

    void trigger()
    {
        if (one_in(2))
            batch({ on_event(0x03, event()), sync(pe()) }, {});
        else
            batch({}, { event() });
    }

    void change_redistributor()
    {
        const unsigned n = pe();
        const std::uint32_t lpi = lpis_[below(static_cast<unsigned>(lpis_.size()))];
        if (machine_.has_direct_lpis() && one_in(2)) {
            const bool set = one_in(2);
            tell("%s %u at PE%u", set ? "SETLPIR" : "CLRLPIR", lpi, n);
            set ? machine_.set_lpi(n, lpi) : machine_.clear_lpi(n, lpi);
            set ? oracle_.set_lpi(n, lpi) : oracle_.clear_lpi(n, lpi);
        } else if (one_in(2)) {
            static const std::uint8_t masks[] = { open_mask, open_mask, 0x90, 0 };
            set_mask(n, masks[below(sizeof masks)]);
        } else if (lpis_off_[n] || one_in(4)) {
            lpis_off_[n] = !lpis_off_[n];
            switch_lpis(n);
        }
        observe();
    }

    void switch_lpis(unsigned n)
    {
        const unsigned id_bits = n == narrow_pe ? 14 : 16;
        tell("LPIs %s at PE%u", lpis_off_[n] ? "off" : "on", n);
        if (lpis_off_[n]) {
            machine_.lpis_off(n);
            oracle_.lpis_off(n);
        } else {
            machine_.lpis_on(n, id_bits);
            oracle_.lpis_on(n, id_bits);
        }
    }

    void set_mask(unsigned n, std::uint8_t pmr)
    {
        tell("PMR of PE%u = 0x%x", n, pmr);
        machine_.set_mask(n, pmr);
        oracle_.set_mask(n, pmr);
    }

    void write(std::uint32_t lpi, std::uint8_t value)
    {
        tell("byte of %u = 0x%x", lpi, value);
        machine_.write_byte(lpi, value);
        oracle_.write_byte(lpi, value);
    }

    // Acknowledges one, or the end of what is active; false: there was neither.
    bool acknowledge(unsigned n)
    {
        const bool irq = machine_.irq(n);
        const std::uint32_t intid = machine_.acknowledge(n);
        tell("IAR1 of PE%u: %u", n, intid);
        complain(oracle_.acknowledge(n, intid, machine_.running_priority(n)));
        if (irq != (intid != none))
            complain("IRQ and IAR1 of PE" + std::to_string(n) + " disagree");
        if (!one_in(3))
            end(n);
        observe();
        return intid != none || !oracle_.active(n).empty();
    }

    void end(unsigned n)
    {
        const auto active = oracle_.active(n);
        if (active.empty() || !wrong_.empty())
            return;
        tell("EOIR1 of PE%u = %u", n, active.back());
        machine_.end(n, active.back());
        oracle_.end(n);
    }

    void deliver_all()
    {
        for (unsigned n = 0; n < pes && wrong_.empty(); n++) {
            set_mask(n, open_mask);
            while (wrong_.empty() && acknowledge(n))
                end(n);
        }
    }

    void batch(const std::vector<Command>& commands, const std::vector<Message>& messages)
    {
        for (const Command& c : commands)
            tell("  %016lx %016lx %016lx %016lx", c[0], c[1], c[2], c[3]);
        for (const Message& m : messages)
            tell("  message (%u, %u)", m.device, m.event);
        const int lead_ns = static_cast<int>(below(1200)) - 400;
        machine_.batch(commands, messages, commands.empty() || messages.empty() ? 0 : lead_ns);
        oracle_.batch(commands, messages);
        if (machine_.errors() != oracle_.errors())
            complain("commands fail or succeed that should not");
        if (const auto drops = machine_.drops(); !oracle_.raced() && drops != oracle_.drops())
            complain("messages are dropped for other causes");
        observe();
    }

    void observe()
    {
        Pending pending;
        for (unsigned n = 0; n < pes; n++)
            for (const std::uint32_t lpi : lpis_)
                if (machine_.pending(n, lpi))
                    pending[n].insert(lpi);
        if (!oracle_.observe(pending))
            complain("other LPIs are pending than may be:" + text(pending) + "; for instance" +
                     text(oracle_.pending()));
    }

    // ---- words ----

    static std::string text(const Pending& pending)
    {
        std::string all;
        for (unsigned n = 0; n < pes; n++)
            for (const std::uint32_t lpi : pending[n])
                all += " " + std::to_string(lpi) + "@" + std::to_string(n);
        return all.empty() ? " none" : all;
    }

    void complain(const std::string& what)
    {
        if (wrong_.empty())
            wrong_ = what;
    }

    template <class... Values>
    void tell(const char* format, Values... values)
    {
        char line[120];
        std::snprintf(line, sizeof line, format, values...);
        story_.push_back(line);
    }

    std::mt19937_64 random_;
    Machine machine_;
    Oracle oracle_;
    const std::vector<std::uint32_t> lpis_;
    std::array<bool, pes> lpis_off_{};
    std::vector<std::string> story_;
    std::string wrong_;
};

// ---- processes ----

int run_one(std::uint64_t seed, bool show)
{
    Stream stream(seed);
    const std::string wrong = stream.run();
    if (show || !wrong.empty())
        for (const std::string& line : stream.story())
            std::printf("%s\n", line.c_str());
    if (!wrong.empty())
        std::printf("%s\n", wrong.c_str());
    std::fflush(stdout);
    return wrong.empty() ? 0 : 1;
}

bool passes(std::uint64_t seed, bool show)
{
    const pid_t child = fork();
    if (child == 0) {
        alarm(60); // one that hangs fails
        _exit(run_one(seed, show));
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

int run(const itstorm::FuzzBudget& budget, bool show)
{
    const std::uint64_t seed = budget.seed();
    std::printf("its_oracle_fuzz: seed %lu\n", seed);
    std::fflush(stdout);
    std::uint64_t n = 0;
    for (; budget.goes_on(n); n++)
        if (!passes(seed + n, show)) {
            std::printf("stream %lu differs; again with: its_oracle_fuzz --streams 1 --seed %lu\n",
                        n + 1, seed + n);
            return 1;
        }
    std::printf("its_oracle_fuzz: %lu streams, no difference\n", n);
    return 0;
}

} // namespace
} // namespace its_oracle

static int usage()
{
    std::fprintf(stderr, "usage: its_oracle_fuzz [--streams N] [--seed S] [--show]\n");
    return 2;
}

int sc_main(int argc, char** argv)
{
    std::uint64_t seed = 1, streams = 200;
    bool show = false;
    for (int n = 1; n < argc; n++) {
        const bool has_value = n + 1 < argc;
        if (std::strcmp(argv[n], "--show") == 0)
            show = true;
        else if (std::strcmp(argv[n], "--seed") == 0 && has_value)
            seed = std::strtoull(argv[++n], nullptr, 0);
        else if (std::strcmp(argv[n], "--streams") == 0 && has_value)
            streams = std::strtoull(argv[++n], nullptr, 0);
        else
            return usage();
    }
    return its_oracle::run(itstorm::FuzzBudget(seed, streams), show);
}
