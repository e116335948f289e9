// SPDX-License-Identifier: Apache-2.0
// Output files: see output_file.h.
#include "output_file.h"
#include "usage_error.h"
#include <cerrno>
#include <cstring>
#include <fstream>
#include <unistd.h>

namespace itstorm {

std::string cannot_be_written(const std::string& path)
{
    return path + ": cannot be written" +
           (errno == 0 ? std::string() : std::string(": ") + std::strerror(errno));
}

void write_file(const std::string& path, const std::string& text)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file)
        throw std::runtime_error(cannot_be_written(path));
}

std::string try_to_make_folder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return folder.string() + ": cannot be made: " + error.message();
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return folder.string() + ": is not writable: " + std::strerror(errno);
    return "";
}

void make_folder(const std::filesystem::path& folder)
{
    const std::string trouble = try_to_make_folder(folder);
    if (!trouble.empty())
        throw UsageError(trouble);
}

} // namespace itstorm
