// SPDX-License-Identifier: Apache-2.0
// ElfObject: see elf_object.h. Undefined names are read from the relocations, which are what the
// dynamic linker binds.
#include "elf_object.h"
#include "common/printable.h"
#include "elf_bytes.h"
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <sys/stat.h>

namespace itstorm {

namespace {

#if defined(__x86_64__)
constexpr unsigned this_machine = EM_X86_64;
#else
constexpr unsigned this_machine = EM_AARCH64;
#endif

constexpr off_t file_bytes_most = 256 << 20;
constexpr std::size_t name_bytes_most = 1024, shown_path_most = 300;

const char* machine_name(unsigned machine)
{
    switch (machine) {
    case EM_X86_64: return "x86-64";
    case EM_AARCH64: return "AArch64";
    case EM_ARM: return "Arm (32 bit)";
    case EM_386: return "x86 (32 bit)";
    case EM_RISCV: return "RISC-V";
    default: return "another machine";
    }
}

[[noreturn]] void refuse_unreadable(const std::string& path)
{
    throw ObjectUnreadable(printable_path(path) + ": cannot be read: " + std::strerror(errno));
}

std::vector<char> read_file(const std::string& path)
{
    struct stat status;
    if (stat(path.c_str(), &status) != 0)
        refuse_unreadable(path);
    if (S_ISDIR(status.st_mode))
        refuse_object(path, "is a directory, not a shared object");
    if (!S_ISREG(status.st_mode))
        refuse_object(path, "is not a regular file");
    if (status.st_size > file_bytes_most)
        refuse_object(path, "is larger than 256 MiB");
    std::ifstream in(path, std::ios::binary);
    if (!in)
        refuse_unreadable(path);
    return { std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
}

class ElfFile {
public:
    explicit ElfFile(const std::string& path) : path_(path), bytes_(read_file(path))
    {
        check_header();
        for (unsigned n = 0; n < header_.e_phnum; n++)
            segments_.push_back(at<Elf64_Phdr>(header_.e_phoff + n * sizeof(Elf64_Phdr)));
    }

    ElfObject read() const
    {
        ElfObject object;
        const std::vector<Elf64_Dyn> dynamic = dynamic_section();
        for (const Elf64_Dyn& entry : dynamic)
            if (entry.d_tag == DT_NEEDED)
                object.libraries.push_back(string(dynamic, entry.d_un.d_val));
        object.runs_at_load = value(dynamic, DT_INIT) != 0 || value(dynamic, DT_FINI) != 0 ||
                              value(dynamic, DT_INIT_ARRAYSZ) != 0 ||
                              value(dynamic, DT_FINI_ARRAYSZ) != 0 ||
                              value(dynamic, DT_PREINIT_ARRAYSZ) != 0;
        add_undefined(object, dynamic, DT_RELA, DT_RELASZ);
        add_undefined(object, dynamic, DT_JMPREL, DT_PLTRELSZ);
        return object;
    }

private:
    void check_header()
    {
        if (bytes_.size() < EI_NIDENT || std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0)
            refuse_object(path_, "is not an ELF object");
        if (bytes_[EI_CLASS] == ELFCLASS64 && bytes_.size() < sizeof header_)
            refuse_object(path_, "is not a complete ELF object");
        std::memcpy(&header_, bytes_.data(), std::min(bytes_.size(), sizeof header_));
        if (bytes_[EI_CLASS] != ELFCLASS64 || header_.e_machine != this_machine)
            refuse_object(path_, std::string("is an object for ") +
                                     machine_name(header_.e_machine) + "; this program runs on " +
                                     machine_name(this_machine));
        if (header_.e_type != ET_DYN)
            refuse_object(path_, "is an ELF file but not a shared object (link it with -shared)");
        if (header_.e_phentsize != sizeof(Elf64_Phdr))
            damaged();
    }

    [[noreturn]] void damaged() const { refuse_object(path_, "is not a complete ELF object"); }

    template <class T>
    T at(std::uint64_t offset) const
    {
        T out;
        if (!read_at(bytes_, offset, out))
            damaged();
        return out;
    }

    // The offset in the file of what the dynamic linker maps at this address.
    std::uint64_t offset_of(std::uint64_t address) const
    {
        for (const Elf64_Phdr& s : segments_)
            if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
                return s.p_offset + (address - s.p_vaddr);
        damaged();
    }

    std::vector<Elf64_Dyn> dynamic_section() const
    {
        std::vector<Elf64_Dyn> entries;
        for (const Elf64_Phdr& s : segments_)
            for (std::uint64_t n = 0; s.p_type == PT_DYNAMIC && n < s.p_filesz / sizeof(Elf64_Dyn);
                 n++) {
                entries.push_back(at<Elf64_Dyn>(s.p_offset + n * sizeof(Elf64_Dyn)));
                if (entries.back().d_tag == DT_NULL)
                    break;
            }
        return entries;
    }

    static std::uint64_t value(const std::vector<Elf64_Dyn>& dynamic, std::int64_t tag)
    {
        const auto found = std::find_if(dynamic.begin(), dynamic.end(),
                                        [tag](const Elf64_Dyn& d) { return d.d_tag == tag; });
        return found == dynamic.end() ? 0 : found->d_un.d_val;
    }

    std::string string(const std::vector<Elf64_Dyn>& dynamic, std::uint64_t offset) const
    {
        const std::uint64_t begin = offset_of(value(dynamic, DT_STRTAB)) + offset;
        if (offset > bytes_.size() || begin >= bytes_.size())
            damaged();
        const char* text = bytes_.data() + begin;
        return std::string(text, strnlen(text, std::min(bytes_.size() - begin, name_bytes_most)));
    }

    void add_undefined(ElfObject& object, const std::vector<Elf64_Dyn>& dynamic,
                       std::int64_t table_tag, std::int64_t bytes_tag) const
    {
        const std::uint64_t count = value(dynamic, bytes_tag) / sizeof(Elf64_Rela);
        if (count == 0)
            return;
        const std::uint64_t table = offset_of(value(dynamic, table_tag));
        const std::uint64_t symbols = offset_of(value(dynamic, DT_SYMTAB));
        for (std::uint64_t n = 0; n < count; n++) {
            const auto relocation = at<Elf64_Rela>(table + n * sizeof(Elf64_Rela));
            const std::uint64_t index = ELF64_R_SYM(relocation.r_info);
            const auto symbol = at<Elf64_Sym>(symbols + index * sizeof(Elf64_Sym));
            if (index != 0 && symbol.st_shndx == SHN_UNDEF)
                add(object, string(dynamic, symbol.st_name));
        }
    }

    static void add(ElfObject& object, const std::string& name)
    {
        object.is_instrumented = object.is_instrumented || name == coverage_call;
        auto& names = object.undefined;
        const auto place = std::lower_bound(names.begin(), names.end(), name);
        if (place == names.end() || *place != name)
            names.insert(place, name);
    }

    const std::string& path_;
    const std::vector<char> bytes_;
    Elf64_Ehdr header_{};
    std::vector<Elf64_Phdr> segments_;
};

} // namespace

void refuse_object(const std::string& path, const std::string& why)
{
    throw ObjectError(printable_path(path) + ": " + why);
}

std::string printable_path(const std::string& path)
{
    return printable(path, shown_path_most);
}

ElfObject read_elf_object(const std::string& path)
{
    return ElfFile(path).read();
}

} // namespace itstorm
