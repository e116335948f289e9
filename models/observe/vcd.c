/* SPDX-License-Identifier: Apache-2.0 */
/* VCD writer: see vcd.h. Variables, words, and the changes of the current moment. */
#include "vcd.h"
#include "vcd_file.h"
#include <stdlib.h>
#include <string.h>

#define ID_BYTES 6u /* of an identifier with its line's end */

struct vcd_var {
    uint64_t value, written;
    uint64_t mask; /* of the bits that it has */
    unsigned bits; /* 0: text, whose value is the number of a word */
    bool dirty;    /* has changed in the current moment */
    unsigned char id_length;
    char id[ID_BYTES]; /* base 94, printable, then '\n' */
};

struct vcd_word {
    unsigned length;
    char text[VCD_TEXT_MAX + 1];
};

struct vcd {
    struct vcd_file file;
    struct vcd_var *vars;
    unsigned *dirty; /* variables that have changed in the current moment, in order */
    unsigned var_count, var_room, dirty_count;
    struct vcd_word *words; /* each text once; the first is "-" */
    unsigned word_count, word_room;
    uint64_t now, limit_bytes;
    bool started, recording;
    bool all_due; /* at the end of the current moment every value is written, changed or not */
};

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct vcd *vcd_open(const char *path, uint64_t limit_bytes)
{
    struct vcd *v = checked(calloc(1, sizeof *v));

    if (!vcd_file_open(&v->file, path, limit_bytes != 0)) {
        free(v);
        return NULL;
    }
    v->limit_bytes = limit_bytes;
    vcd_word(v, "-");                            /* number 0, which every text is at first */
    vcd_file_put_line(&v->file, "$date - $end"); /* else vcd2fst writes the time of day */
    vcd_file_put_line(&v->file, "$timescale 1 ps $end");
    return v;
}

/* ---- declarations ---- */

void vcd_scope(struct vcd *v, const char *name)
{
    vcd_file_put(&v->file, "$scope module ", 14);
    vcd_file_put(&v->file, name, strlen(name));
    vcd_file_put_line(&v->file, " $end");
}

void vcd_end_scope(struct vcd *v)
{
    vcd_file_put_line(&v->file, "$upscope $end");
}

static void make_id(struct vcd_var *var, unsigned n)
{
    char *end = var->id;

    do {
        *end++ = (char)('!' + n % 94u);
        n /= 94u;
    } while (n);
    var->id_length = (unsigned char)(end - var->id);
    *end = '\n';
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
    var->mask = bits == 0 || bits >= 64 ? UINT64_MAX : (1ull << bits) - 1;
    make_id(var, v->var_count);
    return v->var_count++;
}

static unsigned declare(struct vcd *v, const char *kind, unsigned bits, const char *name)
{
    const unsigned n = add_var(v, bits);
    const struct vcd_var *var = &v->vars[n];
    char line[256], range[16] = "";

    if (bits > 1)
        snprintf(range, sizeof range, " [%u:0]", bits - 1);
    snprintf(line, sizeof line, "$var %s %u %.*s %.200s%s $end", kind, bits ? bits : 1u,
             (int)var->id_length, var->id, name, range);
    vcd_file_put_line(&v->file, line);
    return n;
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

unsigned vcd_word(struct vcd *v, const char *text)
{
    struct vcd_word fresh = { 0 };

    for (; fresh.length < VCD_TEXT_MAX && text[fresh.length]; fresh.length++) {
        const char c = text[fresh.length];
        fresh.text[fresh.length] = c > ' ' && c <= '~' ? c : '_';
    }
    if (fresh.length == 0)
        return 0;
    for (unsigned n = 0; n < v->word_count; n++)
        if (strcmp(v->words[n].text, fresh.text) == 0)
            return n;
    if (v->word_count == v->word_room) {
        v->word_room = v->word_room ? 2 * v->word_room : 64;
        v->words = checked(realloc(v->words, v->word_room * sizeof *v->words));
    }
    v->words[v->word_count] = fresh;
    return v->word_count++;
}

/* ---- text of stamps and values: most of a dump, so it goes straight into the buffer ---- */

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                  "25262728293031323334353637383940414243444546474849"
                                  "50515253545556575859606162636465666768697071727374"
                                  "75767778798081828384858687888990919293949596979899";

static void put_time(struct vcd *v, uint64_t now)
{
    char line[24];
    size_t at = sizeof line;

    line[--at] = '\n';
    for (; now >= 10; now /= 100)
        memcpy(line + (at -= 2), digit_pairs + 2 * (now % 100), 2);
    if (now || at == sizeof line - 1)
        line[--at] = (char)('0' + now);
    line[--at] = '#';
    char *to = vcd_file_room(&v->file, sizeof line);
    memcpy(to, line + at, sizeof line - at);
    vcd_file_filled(&v->file, to + (sizeof line - at));
}

/* Leading zeros are implied. */
static char *put_bits(char *to, uint64_t value)
{
    for (unsigned bit = value ? 64 - (unsigned)__builtin_clzll(value) : 1; bit-- > 0;)
        *to++ = (char)('0' + (value >> bit & 1u));
    return to;
}

static char *put_word(char *to, const struct vcd_word *word)
{
    *to++ = 's';
    memcpy(to, word->text, VCD_TEXT_MAX);
    to += word->length;
    *to++ = ' ';
    return to;
}

static void put_value(struct vcd *v, struct vcd_var *var)
{
    char *to = vcd_file_room(&v->file, 2 + 64 + ID_BYTES);

    if (var->bits == 1) {
        *to++ = (char)('0' + var->value);
    } else if (var->bits == 0) {
        to = put_word(to, &v->words[var->value]);
    } else {
        *to++ = 'b';
        to = put_bits(to, var->value);
        *to++ = ' ';
    }
    memcpy(to, var->id, ID_BYTES);
    vcd_file_filled(&v->file, to + var->id_length + 1);
    var->written = var->value;
}

/* Every value, as it is now. */
static void put_all(struct vcd *v)
{
    v->all_due = false;
    put_time(v, v->now);
    vcd_file_put_line(&v->file, "$dumpvars");
    for (unsigned var = 0; var < v->var_count; var++)
        put_value(v, &v->vars[var]);
    vcd_file_put_line(&v->file, "$end");
}

/* ---- values ---- */

static void check_limit(struct vcd *v)
{
    const uint64_t margin = 2 * v->file.header_bytes; /* not less than one moment writes */

    if (v->limit_bytes == 0 || vcd_file_bytes(&v->file) + margin < v->limit_bytes / 2)
        return;
    if (vcd_file_roll_over(&v->file))
        put_all(v);
    else
        v->recording = false;
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
        if (!v->recording || var->value == var->written)
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

void vcd_set(struct vcd *v, unsigned n, uint64_t now, uint64_t value)
{
    struct vcd_var *var = &v->vars[n];

    value &= var->mask;
    if (var->value == value)
        return;
    if (now != v->now)
        flush_moment(v);
    v->now = now;
    var->value = value;
    if (!v->recording || var->dirty)
        return;
    var->dirty = true;
    v->dirty[v->dirty_count++] = n;
}

/* ---- recording ---- */

void vcd_start(struct vcd *v, uint64_t now)
{
    if (v->started)
        return;
    v->now = now;
    vcd_file_put_line(&v->file, "$enddefinitions $end");
    vcd_file_end_header(&v->file);
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
    const bool good = vcd_file_close(&v->file);
    free(v->vars);
    free(v->dirty);
    free(v->words);
    free(v);
    return good;
}
