// SPDX-License-Identifier: Apache-2.0
// Runs the hypervisor's unit tests and paths.cpp. After each of them it writes how often each basic
// block of the hypervisor was executed (on the host, from coverage calls), or marks the end of the
// test for count.c, which counts instructions (AArch64). usage: NAMES COUNTS [arguments of
// GoogleTest]; NAMES gets lines "mark name", COUNTS lines "mark address count".
#include "mark.h"
#include <cstdint>
#include <cstdio>
#include <gtest/gtest.h>
#include <vector>

extern "C" const char __start_hvtext[], __stop_hvtext[];

namespace {

std::FILE *names, *counts_file;
unsigned marks;
bool counts_blocks = false; // false: the plugin counts instructions

std::vector<std::uint64_t>& counts() // by byte of the hypervisor's code
{
    static std::vector<std::uint64_t> all(
        static_cast<std::size_t>(__stop_hvtext - __start_hvtext) + 1);
    return all;
}

class Marks : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo&) override { calibration_mark("-"); }
    void OnTestEnd(const testing::TestInfo& test) override
    {
        calibration_mark((std::string(test.test_suite_name()) + "." + test.name()).c_str());
    }
};

} // namespace

extern "C" void __sanitizer_cov_trace_pc()
{
    const char* pc = static_cast<const char*>(__builtin_return_address(0)) - 1;
    counts_blocks = true;
    if (pc >= __start_hvtext && pc < __stop_hvtext)
        counts()[static_cast<std::size_t>(pc - __start_hvtext)]++;
}

void calibration_mark(const char* name)
{
    std::fprintf(names, "%u %s\n", marks, name);
    for (std::size_t at = 0; counts_blocks && at < counts().size(); at++)
        if (counts()[at] != 0) {
            std::fprintf(counts_file, "%u %zx %llu\n", marks, at,
                         static_cast<unsigned long long>(counts()[at]));
            counts()[at] = 0;
        }
    marks++;
    calibration_marked();
}

extern "C" __attribute__((noinline)) void calibration_marked()
{
    asm volatile("");
}

int main(int argc, char** argv)
{
    if (argc < 3)
        return 2;
    names = std::fopen(argv[1], "w");
    counts_file = std::fopen(argv[2], "w");
    if (names == nullptr || counts_file == nullptr)
        return 2;
    testing::InitGoogleTest(&argc, argv);
    testing::UnitTest::GetInstance()->listeners().Append(new Marks);
    const int status = RUN_ALL_TESTS();
    return std::fclose(names) == 0 && std::fclose(counts_file) == 0 ? status : 2;
}

// The objects of the unit tests include SystemC's headers, and its library needs this function.
extern "C" int sc_main(int, char**)
{
    return 0;
}
