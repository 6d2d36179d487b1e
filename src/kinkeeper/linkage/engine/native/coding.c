/* From a column of texts in the Arrow C data interface to codes: 1, 2, ... in the order of first appearance, 0 where there is no value. */
#include <stdlib.h>
#include <string.h>
#include "kernel.h"

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};
struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* A text's length and, where it has at most `SHORT` bytes, the text itself; of a longer one its hash. Two short texts are equal as their
 * heads are, without a look at where the texts lie; an Arrow view begins with the same sixteen bytes. */
enum { SHORT = 12 };
typedef struct { uint64_t one, two; } Head;
typedef struct { uint32_t tag, code; } Slot; /* the upper half of the hash, and whose it is; the table stays small, so that it is near */

typedef struct {
    Slot *slots;
    uint64_t slot_mask;
    int64_t distinct, room;
    int64_t *offsets;
    Head *heads;
    uint8_t *arena;
    int64_t used, arena_room;
    int failed;
} Coded;

typedef struct { const uint8_t *text; int64_t length; Head head; uint64_t hash; } Piece;

static uint64_t hash_bytes(const uint8_t *bytes, int64_t length) {
    uint64_t hash = 0x9e3779b97f4a7c15ULL ^ (uint64_t)length;
    while (length >= 8) {
        uint64_t part;
        memcpy(&part, bytes, 8);
        hash = (hash ^ part) * 0xd6e8feb86659fd93ULL;
        hash ^= hash >> 29;
        bytes += 8; length -= 8;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes, (size_t)length);
    return mixed(hash ^ rest);
}

static uint64_t hash_of(Head head) {
    if ((uint32_t)head.one > SHORT) return head.two;
    return mixed((head.one ^ head.one >> 31) * 0xd6e8feb86659fd93ULL ^ head.two);
}

static int grow(Coded *coded) {
    uint64_t had = coded->slot_mask + 1, size = had * (had < 1 << 20 ? 4 : 2);
    Slot *slots = malloc(size * sizeof(Slot));
    if (!slots) return 0;
    memset(slots, 0, size * sizeof(Slot));
    for (uint64_t at = 0; coded->slots && at < had; at++) {
        Slot one = coded->slots[at];
        if (!one.code) continue;
        uint64_t place = hash_of(coded->heads[one.code - 1]) & (size - 1);
        while (slots[place].code) place = (place + 1) & (size - 1);
        slots[place] = one;
    }
    free(coded->slots);
    coded->slots = slots;
    coded->slot_mask = size - 1;
    return 1;
}

static int32_t add(Coded *coded, const Piece *piece, uint64_t place) {
    if (coded->distinct + 2 >= coded->room) {
        int64_t *larger = realloc(coded->offsets, (size_t)(coded->room * 2) * sizeof(int64_t));
        if (!larger) { coded->failed = 1; return 0; }
        coded->offsets = larger; coded->room *= 2;
        Head *heads = realloc(coded->heads, (size_t)coded->room * sizeof(Head));
        if (!heads) { coded->failed = 1; return 0; }
        coded->heads = heads;
    }
    if (coded->used + piece->length > coded->arena_room) {
        int64_t room = (coded->used + piece->length) * 2;
        uint8_t *larger = realloc(coded->arena, (size_t)room);
        if (!larger) { coded->failed = 1; return 0; }
        coded->arena = larger; coded->arena_room = room;
    }
    memcpy(coded->arena + coded->used, piece->text, (size_t)piece->length);
    coded->used += piece->length;
    coded->distinct++;
    coded->offsets[coded->distinct] = coded->used;
    coded->heads[coded->distinct - 1] = piece->head;
    coded->slots[place] = (Slot){(uint32_t)(piece->hash >> 32), (uint32_t)coded->distinct};
    int32_t code = (int32_t)coded->distinct;
    if ((uint64_t)coded->distinct * 2 > coded->slot_mask && !grow(coded)) coded->failed = 1;
    return code;
}

static int32_t code_of(Coded *coded, const Piece *piece) {
    if (piece->length == 0) return 0;
    uint64_t place = piece->hash & coded->slot_mask;
    for (; coded->slots[place].code; place = (place + 1) & coded->slot_mask) {
        const Slot *one = &coded->slots[place];
        if (one->tag != (uint32_t)(piece->hash >> 32)) continue;
        const Head *head = &coded->heads[one->code - 1];
        if (head->one != piece->head.one || head->two != piece->head.two) continue;
        if (piece->length <= SHORT || !memcmp(coded->arena + coded->offsets[one->code - 1], piece->text, (size_t)piece->length)) return (int32_t)one->code;
    }
    return add(coded, piece, place);
}

/* What tells a text from others; what a view holds behind a short text is left out. */
static void set_head(Piece *piece, const uint8_t *text) {
    uint32_t length = (uint32_t)piece->length;
    uint8_t head[16] = {0};
    if (piece->length > SHORT) {
        piece->hash = hash_bytes(piece->text, piece->length);
        piece->head = (Head){length, piece->hash};
        return;
    }
    memcpy(head, &length, 4);
    if (text) memcpy(head + 4, text, length);
    memcpy(&piece->head, head, 16);
    piece->hash = hash_of(piece->head);
}

static void set_head_of_view(Piece *piece, const uint8_t *view) {
    if (piece->length > SHORT) { set_head(piece, piece->text); return; }
    memcpy(&piece->head, view, 16);
    int64_t length = piece->length;
    if (length < 4) piece->head.one &= (1ULL << (32 + 8 * length)) - 1;
    piece->head.two &= length <= 4 ? 0 : length == SHORT ? ~0ULL : (1ULL << 8 * (length - 4)) - 1;
    piece->hash = hash_of(piece->head);
}

static Piece piece_at(const struct ArrowArray *array, char format, int64_t row) {
    Piece piece = {NULL, 0, {0, 0}, 0};
    const uint8_t *valid = array->buffers[0];
    if (valid && !(valid[row >> 3] >> (row & 7) & 1)) return piece;
    if (format == 'v') {
        const uint8_t *view = (const uint8_t *)array->buffers[1] + row * 16;
        int32_t head[4];
        memcpy(head, view, 16);
        piece.length = head[0];
        piece.text = head[0] <= SHORT ? view + 4 : (const uint8_t *)array->buffers[2 + head[2]] + head[3];
        set_head_of_view(&piece, view);
    } else if (format == 'U') {
        const int64_t *offsets = array->buffers[1];
        piece.length = offsets[row + 1] - offsets[row];
        piece.text = (const uint8_t *)array->buffers[2] + offsets[row];
        set_head(&piece, piece.text);
    } else {
        const int32_t *offsets = array->buffers[1];
        piece.length = offsets[row + 1] - offsets[row];
        piece.text = (const uint8_t *)array->buffers[2] + offsets[row];
        set_head(&piece, piece.text);
    }
    return piece;
}

static void code_array(Coded *coded, const struct ArrowArray *array, char format, int32_t *codes) {
    enum { AHEAD = 16 };
    Piece pieces[AHEAD];
    for (int64_t start = 0; start < array->length && !coded->failed; start += AHEAD) {
        int64_t some = array->length - start < AHEAD ? array->length - start : AHEAD;
        for (int64_t at = 0; at < some; at++) {
            pieces[at] = piece_at(array, format, array->offset + start + at);
            __builtin_prefetch(&coded->slots[pieces[at].hash & coded->slot_mask]);
        }
        for (int64_t at = 0; at < some; at++) {
            uint32_t code = coded->slots[pieces[at].hash & coded->slot_mask].code;
            if (code) __builtin_prefetch(&coded->heads[code - 1]);
        }
        for (int64_t at = 0; at < some; at++) codes[start + at] = code_of(coded, &pieces[at]);
    }
}

EXPORT void coded_free(Coded *coded) {
    if (!coded) return;
    free(coded->slots); free(coded->offsets); free(coded->heads); free(coded->arena); free(coded);
}

/* NULL where the stream is not of texts, is longer or shorter than `count`, or memory does not suffice. */
EXPORT Coded *coded_from(struct ArrowArrayStream *stream, int32_t *codes, int64_t count) {
    struct ArrowSchema schema;
    if (stream->get_schema(stream, &schema)) return NULL;
    char format = schema.format[0] == 'v' && schema.format[1] == 'u' ? 'v' : schema.format[0];
    int known = format == 'v' || ((format == 'U' || format == 'u') && !schema.format[1]);
    schema.release(&schema);
    Coded *coded = known ? calloc(1, sizeof(Coded)) : NULL;
    if (!coded) return NULL;
    coded->room = 1024; coded->arena_room = 16384; coded->slot_mask = 1023;
    coded->offsets = calloc((size_t)coded->room, sizeof(int64_t));
    coded->heads = malloc((size_t)coded->room * sizeof(Head));
    coded->arena = malloc((size_t)coded->arena_room);
    coded->failed = !coded->offsets || !coded->heads || !coded->arena || !grow(coded);
    int64_t done = 0;
    while (!coded->failed) {
        struct ArrowArray array;
        if (stream->get_next(stream, &array)) { coded->failed = 1; break; }
        if (!array.release) break;
        if (done + array.length > count) coded->failed = 1;
        else code_array(coded, &array, format, codes + done);
        done += array.length;
        array.release(&array);
    }
    if (coded->failed || done != count) { coded_free(coded); return NULL; }
    return coded;
}

/* How often each code occurs in the records that are the first of their content. */
EXPORT void count_codes(const int32_t *codes, const uint8_t *first, int64_t count, int64_t *counts) {
    for (int64_t at = 0; at < count; at++) counts[codes[at]] += first[at];
}

EXPORT int64_t coded_distinct(const Coded *coded) { return coded->distinct; }
EXPORT int64_t coded_bytes(const Coded *coded) { return coded->used; }

EXPORT void coded_take(const Coded *coded, uint8_t *arena, int64_t *offsets) {
    memcpy(arena, coded->arena, (size_t)coded->used);
    memcpy(offsets, coded->offsets, (size_t)(coded->distinct + 1) * sizeof(int64_t));
}
