// SPDX-License-Identifier: Apache-2.0
// The loader refuses a wrong object before any code of it runs; the message names the object and
// the mistake.
#include <cstring>
#include <elf.h>
#include <fstream>
#include <gtest/gtest.h>
#include <platform/loader.h>

namespace itstorm {

namespace {

std::string refusal(const std::string& path)
{
    try {
        load_hypervisor(path);
    } catch (const ObjectError& error) {
        return error.what();
    }
    return "not refused";
}

void expect_refused(const std::string& path, const char* why)
{
    const std::string text = refusal(path);
    EXPECT_NE(text.find(path), std::string::npos) << text;
    EXPECT_NE(text.find(why), std::string::npos) << text;
}

std::string file_with(const char* name, const void* bytes, std::size_t count)
{
    const std::string path = testing::TempDir() + name;
    std::ofstream(path, std::ios::binary)
        .write(static_cast<const char*>(bytes), static_cast<std::streamsize>(count));
    return path;
}

Elf64_Ehdr header(unsigned machine, unsigned type)
{
    Elf64_Ehdr h{};
    std::memcpy(h.e_ident, ELFMAG, SELFMAG);
    h.e_ident[EI_CLASS] = ELFCLASS64;
    h.e_ident[EI_DATA] = ELFDATA2LSB;
    h.e_type = static_cast<Elf64_Half>(type);
    h.e_machine = static_cast<Elf64_Half>(machine);
    return h;
}

TEST(Loader, refuses_a_file_that_does_not_exist)
{
    expect_refused("no/such/object.so", "cannot be read");
}

TEST(Loader, refuses_a_directory)
{
    expect_refused(testing::TempDir(), "is a directory");
}

TEST(Loader, refuses_a_file_that_is_not_elf)
{
    expect_refused(file_with("text.so", "hello, world\nhello, world\n", 26), "not an ELF object");
}

TEST(Loader, refuses_a_truncated_elf)
{
    const Elf64_Ehdr h = header(EM_X86_64, ET_DYN);
    expect_refused(file_with("short.so", &h, 20), "not a complete ELF object");
}

TEST(Loader, refuses_an_object_of_another_machine_and_names_both)
{
    const Elf64_Ehdr h = header(EM_RISCV, ET_DYN);
    const std::string path = file_with("riscv.so", &h, sizeof h);
    expect_refused(path, "RISC-V");
}

TEST(Loader, refuses_an_object_that_is_not_shared)
{
    std::ifstream self("/proc/self/exe", std::ios::binary);
    Elf64_Ehdr h{};
    self.read(reinterpret_cast<char*>(&h), sizeof h);
    h.e_type = ET_REL;
    expect_refused(file_with("relocatable.o", &h, sizeof h), "not a shared object");
}

TEST(Loader, refuses_another_abi_version_and_names_both)
{
    expect_refused(OTHER_ABI, "ABI version 99");
}

TEST(Loader, names_the_missing_export)
{
    expect_refused(MISSING_EXPORT, "export 'hv_irq' is missing");
}

TEST(Loader, refuses_a_run_time_knob_that_the_object_does_not_have)
{
    expect_refused(RUN_TIME_UNKNOWN, "hv_run_time_knobs: there is no knob 'b'");
}

TEST(Loader, refuses_run_time_knobs_without_hv_set_knob)
{
    expect_refused(RUN_TIME_ALONE, "exports hv_run_time_knobs, but no hv_set_knob");
}

TEST(Loader, names_the_symbol_that_is_no_import)
{
    expect_refused(FOREIGN_SYMBOL, "launch_missiles");
}

TEST(Loader, names_the_order_with_more_arguments_than_an_order_carries)
{
    try {
        load_guests(TOO_MANY_ARGS);
        FAIL() << "not refused";
    } catch (const ObjectError& error) {
        EXPECT_EQ(std::string(error.what()),
                  std::string(TOO_MANY_ARGS) +
                      ": guest_programs row 0 'crier', orders row 0 'shout': it has 9 arguments; "
                      "an order carries 8");
    }
}

TEST(Loader, copies_the_tables_of_a_good_object)
{
    const HypervisorObject object = load_hypervisor(BOUNDARY_OBJECT);
    ASSERT_EQ(object.knobs.size(), 1u);
    EXPECT_STREQ(object.knobs[0].name, "case");
    ASSERT_EQ(object.probes.size(), 2u);
    EXPECT_EQ(load_guests(BOUNDARY_OBJECT).programs.size(), 1u);
}

} // namespace

} // namespace itstorm
