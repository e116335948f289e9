/* SPDX-License-Identifier: Apache-2.0 */
/* VCD writer: see vcd.h. */
#include "vcd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BUFFER_BYTES (1u << 18)

struct vcd_var {
    unsigned bits; /* 0: text */
    char id[6];    /* base 94, printable */
    unsigned char id_length;
    bool dirty; /* has changed in the current moment */
    uint64_t value, written;
    char text[VCD_TEXT_MAX + 1], written_text[VCD_TEXT_MAX + 1];
};

struct vcd {
    FILE *file;
    char *path;
    char *buffer; /* what is still to be written */
    size_t buffered;
    char *header; /* as written so far, for the files that follow */
    size_t header_bytes;
    struct vcd_var *vars;
    unsigned *dirty; /* variables that have changed in the current moment, in order */
    unsigned var_count, var_room, dirty_count;
    uint64_t now, limit_bytes, written_bytes;
    bool started, recording, failed;
    bool all_due; /* every value is to be written when the current moment is over */
};

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static void keep_header(struct vcd *v, const char *text, size_t length)
{
    v->header = checked(realloc(v->header, v->header_bytes + length));
    memcpy(v->header + v->header_bytes, text, length);
    v->header_bytes += length;
}

static void write_out(struct vcd *v, const char *text, size_t length)
{
    v->failed |= fwrite(text, 1, length, v->file) != length;
}

static void flush(struct vcd *v)
{
    write_out(v, v->buffer, v->buffered);
    v->buffered = 0;
}

static void put(struct vcd *v, const char *text, size_t length)
{
    if (v->limit_bytes && !v->started)
        keep_header(v, text, length);
    if (v->buffered + length > FILE_BUFFER_BYTES)
        flush(v);
    v->written_bytes += length;
    if (length > FILE_BUFFER_BYTES) { /* the header of a large machine */
        write_out(v, text, length);
        return;
    }
    memcpy(v->buffer + v->buffered, text, length);
    v->buffered += length;
}

static void put_line(struct vcd *v, const char *line)
{
    put(v, line, strlen(line));
    put(v, "\n", 1);
}

/* By hand: most of a dump's text goes through here and put_vector(). */
static void put_time(struct vcd *v, uint64_t now)
{
    char line[24];
    size_t at = sizeof line;

    line[--at] = '\n';
    do {
        line[--at] = (char)('0' + now % 10);
        now /= 10;
    } while (now);
    line[--at] = '#';
    put(v, line + at, sizeof line - at);
}

struct vcd *vcd_open(const char *path, uint64_t limit_bytes)
{
    FILE *file = fopen(path, "wb");

    if (!file)
        return NULL;
    struct vcd *v = checked(calloc(1, sizeof *v));
    v->file = file;
    v->path = checked(malloc(strlen(path) + 1));
    strcpy(v->path, path);
    v->limit_bytes = limit_bytes;
    v->buffer = checked(malloc(FILE_BUFFER_BYTES));
    setvbuf(file, NULL, _IONBF, 0);
    put_line(v, "$date - $end"); /* else vcd2fst writes the time of day */
    put_line(v, "$timescale 1 ps $end");
    return v;
}

/* ---- declarations ---- */

void vcd_scope(struct vcd *v, const char *name)
{
    put(v, "$scope module ", 14);
    put(v, name, strlen(name));
    put_line(v, " $end");
}

void vcd_end_scope(struct vcd *v)
{
    put_line(v, "$upscope $end");
}

static void make_id(char *id, unsigned n)
{
    do {
        *id++ = (char)('!' + n % 94u);
        n /= 94u;
    } while (n);
    *id = '\0';
}

static unsigned add_var(struct vcd *v, unsigned bits)
{
    if (v->var_count == v->var_room) {
        v->var_room = v->var_room ? 2 * v->var_room : 64;
        v->vars = checked(realloc(v->vars, v->var_room * sizeof *v->vars));
        v->dirty = checked(realloc(v->dirty, v->var_room * sizeof *v->dirty));
    }
    struct vcd_var *var = &v->vars[v->var_count];
    memset(var, 0, sizeof *var);
    var->bits = bits;
    make_id(var->id, v->var_count);
    var->id_length = (unsigned char)strlen(var->id);
    if (bits == 0)
        strcpy(var->text, "-");
    return v->var_count++;
}

static unsigned declare(struct vcd *v, const char *kind, unsigned bits, const char *name)
{
    const unsigned var = add_var(v, bits);
    char line[256], range[16] = "";

    if (bits > 1)
        snprintf(range, sizeof range, " [%u:0]", bits - 1);
    snprintf(line, sizeof line, "$var %s %u %s %.200s%s $end", kind, bits ? bits : 1u,
             v->vars[var].id, name, range);
    put_line(v, line);
    return var;
}

unsigned vcd_vector(struct vcd *v, const char *name, unsigned bits)
{
    return declare(v, "reg", bits, name);
}

unsigned vcd_wire(struct vcd *v, const char *name)
{
    return declare(v, "wire", 1, name);
}

unsigned vcd_text(struct vcd *v, const char *name)
{
    return declare(v, "string", 0, name);
}

/* ---- values ---- */

static void put_id(struct vcd *v, const struct vcd_var *var)
{
    put(v, var->id, var->id_length);
    put(v, "\n", 1);
}

static void put_vector(struct vcd *v, const struct vcd_var *var)
{
    char digits[65];
    size_t at = sizeof digits;
    uint64_t rest = var->value;

    do { /* leading zeros are implied */
        digits[--at] = (char)('0' + (rest & 1u));
        rest >>= 1;
    } while (rest);
    if (var->bits > 1)
        digits[--at] = 'b';
    put(v, digits + at, sizeof digits - at);
    if (var->bits > 1)
        put(v, " ", 1);
    put_id(v, var);
}

static void put_value(struct vcd *v, struct vcd_var *var)
{
    if (var->bits) {
        put_vector(v, var);
        var->written = var->value;
        return;
    }
    put(v, "s", 1);
    put(v, var->text, strlen(var->text));
    put(v, " ", 1);
    put_id(v, var);
    memcpy(var->written_text, var->text, sizeof var->text);
}

static bool differs(const struct vcd_var *var)
{
    return var->bits ? var->value != var->written : strcmp(var->text, var->written_text) != 0;
}

/* Every value, as it is now. */
static void put_all(struct vcd *v)
{
    v->all_due = false;
    put_time(v, v->now);
    put_line(v, "$dumpvars");
    for (unsigned var = 0; var < v->var_count; var++)
        put_value(v, &v->vars[var]);
    put_line(v, "$end");
}

/* The file becomes the one before, and a new one begins in its place. */
static void roll_over(struct vcd *v)
{
    static const char ending[] = ".before.vcd";
    const size_t stem = strlen(v->path) - strlen(".vcd");
    char *before = checked(malloc(stem + sizeof ending));

    memcpy(before, v->path, stem);
    memcpy(before + stem, ending, sizeof ending);
    flush(v);
    v->failed |= fclose(v->file) != 0;
    v->failed |= rename(v->path, before) != 0;
    free(before);
    v->file = v->failed ? NULL : fopen(v->path, "wb");
    if (!v->file) {
        v->failed = true;
        v->recording = false;
        return;
    }
    setvbuf(v->file, NULL, _IONBF, 0);
    v->written_bytes = 0;
    put(v, v->header, v->header_bytes);
    put_all(v);
}

static void check_limit(struct vcd *v)
{
    const uint64_t margin = 2 * v->header_bytes; /* more than a moment writes */

    if (v->limit_bytes != 0 && v->written_bytes + margin >= v->limit_bytes / 2)
        roll_over(v);
}

/* Writes what has changed in the moment that is over. */
static void flush_moment(struct vcd *v)
{
    bool stamped = false;

    if (v->all_due)
        put_all(v);
    for (unsigned n = 0; n < v->dirty_count; n++) {
        struct vcd_var *var = &v->vars[v->dirty[n]];
        var->dirty = false;
        if (!v->recording || !differs(var))
            continue;
        if (!stamped)
            put_time(v, v->now);
        stamped = true;
        put_value(v, var);
    }
    v->dirty_count = 0;
    if (stamped)
        check_limit(v);
}

static void touch(struct vcd *v, unsigned var)
{
    if (!v->recording || v->vars[var].dirty)
        return;
    v->vars[var].dirty = true;
    v->dirty[v->dirty_count++] = var;
}

static void advance(struct vcd *v, uint64_t now)
{
    if (now == v->now)
        return;
    flush_moment(v);
    v->now = now;
}

void vcd_set(struct vcd *v, unsigned var, uint64_t now, uint64_t value)
{
    const unsigned bits = v->vars[var].bits;

    if (bits < 64)
        value &= (1ull << bits) - 1;
    if (v->vars[var].value == value)
        return;
    advance(v, now);
    v->vars[var].value = value;
    touch(v, var);
}

void vcd_set_text(struct vcd *v, unsigned var, uint64_t now, const char *text)
{
    char *to = v->vars[var].text, fresh[VCD_TEXT_MAX + 1] = "-";

    for (unsigned n = 0; n < VCD_TEXT_MAX && text[n]; n++)
        fresh[n] = text[n] > ' ' && text[n] <= '~' ? text[n] : '_';
    if (strcmp(to, fresh) == 0)
        return;
    advance(v, now);
    memcpy(to, fresh, sizeof fresh);
    touch(v, var);
}

/* ---- recording ---- */

void vcd_start(struct vcd *v, uint64_t now)
{
    if (v->started)
        return;
    v->now = now;
    put_line(v, "$enddefinitions $end");
    v->started = v->recording = v->all_due = true;
}

void vcd_stop(struct vcd *v, uint64_t now)
{
    const bool later = v->recording && now != v->now;

    flush_moment(v);
    if (later && v->recording)
        put_time(v, now); /* the last values last until here */
    v->recording = false;
}

bool vcd_close(struct vcd *v, uint64_t now)
{
    if (!v->started)
        vcd_start(v, now);
    vcd_stop(v, now);
    if (v->file)
        flush(v);
    if (v->file)
        v->failed |= fclose(v->file) != 0;
    const bool good = !v->failed;
    free(v->path);
    free(v->header);
    free(v->buffer);
    free(v->vars);
    free(v->dirty);
    free(v);
    return good;
}
