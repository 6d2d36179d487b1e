/* Blocks: records with equal keys, found by sorting 32-bit keys that carry the record's number along. */
#include <stdlib.h>
#include <string.h>
#include "kernel.h"

/* The key of one record under one rule; 0 where a part is not known. */
static uint32_t key_of(const Rule *rule, const int32_t *row, int slot) {
    uint64_t key = 0x9e3779b97f4a7c15ULL;
    for (int part = 0; part < rule->parts; part++) {
        uint32_t value = (uint32_t)row[slot && part == rule->twin ? rule->other : rule->atom[part]] & rule->mask[part];
        if (!value) return 0;
        key = (key ^ value) * 0xd6e8feb86659fd93ULL;
        key ^= key >> 32;
    }
    return (uint32_t)(mixed(key) >> 32) | 1;
}

/* Entries (key << 32 | record * slots + slot) of all records that have a key, for several rules in one pass over the rows. `entries` has
 * room for each rule, `found` says how many there are. */
EXPORT void entries_of(const Rule *rules, int32_t count_of_rules, const int32_t *rows, int64_t count, int32_t stride, uint64_t **entries,
                       int64_t *found) {
    enum { SOME = 256 };
    for (int64_t start = 0; start < count; start += SOME) {
        int64_t end = start + SOME < count ? start + SOME : count;
        for (int32_t nth = 0; nth < count_of_rules; nth++) {
            const Rule *rule = &rules[nth];
            int slots = rule->twin >= 0 ? 2 : 1;
            uint64_t *to = entries[nth] + found[nth];
            for (int64_t at = start; at < end; at++) {
                const int32_t *row = rows + at * stride;
                for (int slot = 0; slot < slots; slot++) {
                    if (slot && row[rule->other] == row[rule->atom[rule->twin]]) continue;
                    uint32_t key = key_of(rule, row, slot);
                    if (key) *to++ = (uint64_t)key << 32 | (uint64_t)(at * slots + slot);
                }
            }
            found[nth] = to - entries[nth];
        }
    }
}

/* The keys of one row under a rule. */
EXPORT int32_t keys_of(const Rule *rule, const int32_t *row, uint32_t *keys) {
    int32_t found = 0;
    for (int slot = 0; slot < (rule->twin >= 0 ? 2 : 1); slot++) {
        if (slot && row[rule->other] == row[rule->atom[rule->twin]]) continue;
        uint32_t key = key_of(rule, row, slot);
        if (key) keys[found++] = key;
    }
    return found;
}

/* Leave out entries whose key nobody else has, as far as a small table can tell: two bits for each of `size` keys, so that it is near. */
EXPORT int64_t without_lonely(uint64_t *entries, int64_t count, uint8_t *seen, int64_t size) {
    memset(seen, 0, (size_t)size / 4);
    for (int64_t at = 0; at < count; at++) {
        uint64_t cell = entries[at] >> 32 & (uint64_t)(size - 1);
        unsigned turn = (unsigned)(cell & 3) * 2, had = seen[cell >> 2] >> turn & 3;
        seen[cell >> 2] = (uint8_t)(seen[cell >> 2] + ((had < 2) << turn));
    }
    int64_t kept = 0;
    for (int64_t at = 0; at < count; at++) {
        uint64_t cell = entries[at] >> 32 & (uint64_t)(size - 1);
        entries[kept] = entries[at];
        kept += seen[cell >> 2] >> (cell & 3) * 2 >> 1 & 1;
    }
    return kept;
}

/* Sort by key, equal keys in the order of the records: three turns of eleven bits. `spare` is as long; the answer is in `entries`. */
EXPORT int sort_entries(uint64_t *entries, uint64_t *spare, int64_t count) {
    enum { BITS = 11, SIZE = 1 << BITS };
    int64_t (*starts)[SIZE] = calloc(3, sizeof *starts);
    if (!starts) return 0;
    for (int64_t at = 0; at < count; at++)
        for (int turn = 0; turn < 3; turn++) starts[turn][entries[at] >> (32 + BITS * turn) & (SIZE - 1)]++;
    uint64_t *from = entries, *to = spare;
    for (int turn = 0; turn < 3; turn++) {
        int64_t sum = 0;
        for (int digit = 0; digit < SIZE; digit++) { int64_t here = starts[turn][digit]; starts[turn][digit] = sum; sum += here; }
        for (int64_t at = 0; at < count; at++) to[starts[turn][from[at] >> (32 + BITS * turn) & (SIZE - 1)]++] = from[at];
        uint64_t *swap = from; from = to; to = swap;
    }
    if (from != entries) memcpy(entries, from, (size_t)count * sizeof *entries);
    free(starts);
    return 1;
}

/* Keep only entries in blocks of two or more; `ends[b]` is where block b ends. Returns the number of blocks. */
EXPORT int64_t blocks_of(uint64_t *entries, int64_t count, int64_t *ends) {
    int64_t blocks = 0, kept = 0;
    for (int64_t start = 0; start < count;) {
        int64_t end = start + 1;
        while (end < count && entries[end] >> 32 == entries[start] >> 32) end++;
        if (end - start > 1) {
            memmove(entries + kept, entries + start, (size_t)(end - start) * sizeof *entries);
            kept += end - start;
            ends[blocks++] = kept;
        }
        start = end;
    }
    return blocks;
}

typedef struct { uint64_t content, entry; } Content;

static int by_content(const void *a, const void *b) {
    const Content *x = a, *y = b;
    if (x->content != y->content) return x->content < y->content ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* Put the entries of each block of more than `crowd` in the order of content, so that equal content stands side by side. */
EXPORT int order_crowds(const int32_t *rows, int32_t stride, int32_t slots, uint64_t *entries, const int64_t *ends, int64_t blocks, int64_t crowd) {
    for (int64_t block = 0, start = 0; block < blocks; start = ends[block++]) {
        int64_t size = ends[block] - start;
        if (size <= crowd) continue;
        Content *sorted = malloc((size_t)size * sizeof *sorted);
        if (!sorted) return 0;
        for (int64_t at = 0; at < size; at++) {
            const int32_t *row = rows + (int64_t)((uint32_t)entries[start + at] / (uint32_t)slots) * stride;
            uint64_t content = 0;
            for (int atom = 0; atom < stride; atom++) content = mixed(content ^ (uint32_t)row[atom]);
            sorted[at] = (Content){content, entries[start + at]};
        }
        qsort(sorted, (size_t)size, sizeof *sorted, by_content);
        for (int64_t at = 0; at < size; at++) entries[start + at] = sorted[at].entry;
        free(sorted);
    }
    return 1;
}
