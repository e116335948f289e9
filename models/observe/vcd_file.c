/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a VCD writer: see vcd_file.h. */
#include "vcd_file.h"
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static void write_out(struct vcd_file *f, const char *text, size_t length)
{
    if (f->file)
        f->failed |= fwrite(text, 1, length, f->file) != length;
    f->written_bytes += length;
}

void vcd_file_flush(struct vcd_file *f)
{
    write_out(f, f->buffer, f->buffered);
    f->buffered = 0;
}

static void keep_header(struct vcd_file *f, const char *text, size_t length)
{
    f->header = checked(realloc(f->header, f->header_bytes + length));
    memcpy(f->header + f->header_bytes, text, length);
    f->header_bytes += length;
}

static void append(struct vcd_file *f, const char *text, size_t length)
{
    if (f->buffered + length > VCD_BUFFER_BYTES)
        vcd_file_flush(f);
    if (length > VCD_BUFFER_BYTES) { /* may happen to the header of a large machine */
        write_out(f, text, length);
        return;
    }
    memcpy(f->buffer + f->buffered, text, length);
    f->buffered += length;
}

void vcd_file_put(struct vcd_file *f, const char *text, size_t length)
{
    if (f->keeps_header)
        keep_header(f, text, length);
    append(f, text, length);
}

void vcd_file_put_line(struct vcd_file *f, const char *line)
{
    vcd_file_put(f, line, strlen(line));
    vcd_file_put(f, "\n", 1);
}

/* Without a buffer of stdio, since the writer collects its text itself. */
static FILE *create(const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file)
        setvbuf(file, NULL, _IONBF, 0);
    return file;
}

bool vcd_file_open(struct vcd_file *f, const char *path, bool keeps_header)
{
    memset(f, 0, sizeof *f);
    f->file = create(path);
    if (!f->file)
        return false;
    f->path = checked(malloc(strlen(path) + 1));
    strcpy(f->path, path);
    f->buffer = checked(malloc(VCD_BUFFER_BYTES));
    f->keeps_header = keeps_header;
    return true;
}

void vcd_file_end_header(struct vcd_file *f)
{
    f->keeps_header = false;
}

bool vcd_file_roll_over(struct vcd_file *f)
{
    static const char ending[] = ".before.vcd";
    const size_t stem = strlen(f->path) - strlen(".vcd");
    char *before = checked(malloc(stem + sizeof ending));

    memcpy(before, f->path, stem);
    memcpy(before + stem, ending, sizeof ending);
    vcd_file_flush(f);
    f->failed |= fclose(f->file) != 0;
    f->failed |= rename(f->path, before) != 0;
    free(before);
    f->file = f->failed ? NULL : create(f->path);
    if (!f->file) {
        f->failed = true;
        return false;
    }
    f->written_bytes = 0;
    append(f, f->header, f->header_bytes);
    return true;
}

bool vcd_file_close(struct vcd_file *f)
{
    vcd_file_flush(f);
    if (f->file)
        f->failed |= fclose(f->file) != 0;
    free(f->path);
    free(f->header);
    free(f->buffer);
    return !f->failed;
}
