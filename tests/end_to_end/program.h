// SPDX-License-Identifier: Apache-2.0
// A scenario of the repository, run by the built program as a user would: its result.json.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <unistd.h>

namespace itstorm {

inline std::string in_quotes(const std::string& path)
{
    return "'" + path + "'"; // the repository's path may have blanks
}

// `name`: of the folder of results, which is gone afterwards. Expects that exit status.
inline nlohmann::json run_program(const std::string& scenario, const std::string& name,
                                  const std::string& arguments = "", int status = 0)
{
    const std::string out = testing::TempDir() + name + "-" + std::to_string(getpid());
    const std::string command = in_quotes(ITSTORM) + " run " +
                                in_quotes(REPOSITORY "/" + scenario) + " --out " + in_quotes(out) +
                                " " + arguments + " > " + in_quotes(out + ".log") + " 2>&1";
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), status) << command;
    std::ifstream in(out + "/result.json");
    nlohmann::json result = nlohmann::json::parse(in, nullptr, false);
    std::filesystem::remove_all(out);
    std::filesystem::remove(out + ".log");
    return result;
}

} // namespace itstorm
