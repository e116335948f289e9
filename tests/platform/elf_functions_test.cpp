// SPDX-License-Identifier: Apache-2.0
// The functions of an object, by its own symbol table.
#include <algorithm>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <platform/elf_functions.h>

namespace itstorm {

namespace {

std::vector<ElfFunction> of_name(const std::string& name)
{
    std::vector<ElfFunction> found;
    for (const ElfFunction& function : functions_in(GUESTS))
        if (written_name(function.name) == name)
            found.push_back(function);
    return found;
}

std::string copy_with(std::size_t place, std::uint64_t value)
{
    std::ifstream in(GUESTS, std::ios::binary);
    std::string bytes{ std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
    std::memcpy(bytes.data() + place, &value, sizeof value);
    const std::string path = testing::TempDir() + "elf_functions_test.so";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

} // namespace

TEST(ElfFunctions, two_functions_of_one_name_have_the_names_of_their_files)
{
    const auto found = of_name("turn_on"); // in two programs of the guests
    ASSERT_GE(found.size(), 2u);
    EXPECT_NE(found[0].file, found[1].file);
    EXPECT_NE(found[0].file, "");
}

TEST(ElfFunctions, a_function_with_external_linkage_has_no_file)
{
    const auto found = of_name("guest_programs");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].file, "");
}

TEST(ElfFunctions, a_file_whose_sections_lie_beyond_its_end_has_no_functions)
{
    EXPECT_TRUE(functions_in(copy_with(offsetof(Elf64_Ehdr, e_shoff), ~0ull - 8)).empty());
}

} // namespace itstorm
