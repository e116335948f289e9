/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of a VCD writer (vcd.c): collects text and writes it in large parts. With a limit it
 * keeps the header, so that a second file can begin with it. Knows nothing of variables.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define VCD_BUFFER_BYTES (1u << 18)

struct vcd_file {
    FILE* file; /* NULL: could not be opened again after a roll-over */
    char* path;
    char* buffer; /* text that is not in the file yet */
    size_t buffered;
    char* header; /* kept if the file may roll over */
    size_t header_bytes;
    uint64_t written_bytes; /* without what is in the buffer */
    bool keeps_header, failed;
};

/* False: cannot be created. The header goes on until vcd_file_end_header(). */
bool vcd_file_open(struct vcd_file* f, const char* path, bool keeps_header);
void vcd_file_end_header(struct vcd_file* f);
void vcd_file_put(struct vcd_file* f, const char* text, size_t length);
void vcd_file_put_line(struct vcd_file* f, const char* line);
void vcd_file_flush(struct vcd_file* f);

/* "<name>.vcd" becomes "<name>.before.vcd", in the place of an earlier one, and begins anew with
 * the header. False: could not; nothing more can be written. */
bool vcd_file_roll_over(struct vcd_file* f);

/* Frees everything. False: something could not be written. */
bool vcd_file_close(struct vcd_file* f);

/* Room for up to `most` bytes, which the caller writes itself; vcd_file_filled() then says where
 * they end. Saves copying a text that is written often; not for headers. */
static inline char* vcd_file_room(struct vcd_file* f, size_t most)
{
    if (f->buffered + most > VCD_BUFFER_BYTES)
        vcd_file_flush(f);
    return f->buffer + f->buffered;
}

static inline void vcd_file_filled(struct vcd_file* f, const char* end)
{
    f->buffered = (size_t)(end - f->buffer);
}

static inline uint64_t vcd_file_bytes(const struct vcd_file* f)
{
    return f->written_bytes + f->buffered;
}
