// SPDX-License-Identifier: Apache-2.0
// A folder for a waveform, and running other programs on it.
#pragma once
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace itstorm {

struct VcdFile : testing::Test {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("itstorm_vcd_" + std::to_string(getpid()));
    const std::string path = (folder / "trace.vcd").string();

    VcdFile() { std::filesystem::create_directories(folder); }
    ~VcdFile() override { std::filesystem::remove_all(folder); }

    static std::string text(const std::string& file)
    {
        std::ifstream in(file);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }

    // What a command prints, on both streams, and its exit status.
    static std::pair<std::string, int> run(const std::string& command)
    {
        std::string output;
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        std::array<char, 4096> buffer;
        while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
            output.append(buffer.data(), n);
        return { output, pclose(pipe) };
    }
};

} // namespace itstorm
