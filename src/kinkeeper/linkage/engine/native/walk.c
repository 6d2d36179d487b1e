/* The one pass over all pairs of all blocks of a rule: each pair is met at its first way of agreeing, compared, and scored or counted. */
#include <stdlib.h>
#include <string.h>
#include "compare.h"
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef struct {
    const uint64_t *entries;
    const int64_t *ends;        /* where each block ends */
    int64_t first, last;        /* the blocks to walk */
    int64_t crowd, neighbours;  /* in a block of more than `crowd`, only so many next ones are compared */
    int32_t slots, way;         /* slots of an entry; the rule's first way, below 0 where no pair is asked how it agrees */
    float least;                /* pairs of at least these log2 odds are kept */
    int32_t every;              /* count the pairs of one record in so many */
} Walk;

typedef struct { int32_t one, other; float odds; } Edge;

typedef struct {
    Edge *edges;
    int64_t kept, room, pairs;
    int failed;
} Found;

typedef struct {
    uint64_t *patterns;         /* a table of `size` (a power of two) places; pattern + 1 */
    int64_t *counts, *first;    /* of all pairs, and of those that no earlier rule proposed */
    int64_t size, used, pairs;
} Tally;

/* Which of sixteen atoms side by side are known and the same, a bit each. */
static inline uint32_t same_atoms(const int32_t *one, const int32_t *other) {
#ifdef __AVX512F__
    __m512i a = _mm512_loadu_si512(one), b = _mm512_loadu_si512(other);
    return _mm512_mask_cmpeq_epi32_mask(_mm512_test_epi32_mask(a, a), a, b);
#else
    uint32_t same = 0;
    for (int atom = 0; atom < 16; atom++) same |= (uint32_t)((one[atom] == other[atom]) & (one[atom] != 0)) << atom;
    return same;
#endif
}

static inline uint64_t agreements(const Table *table, const int32_t *one, const int32_t *other) {
    const Ways *ways = table->ways;
    uint64_t found = 0;
    for (int group = 0; group < table->stride && group < WHOLE_ATOMS; group += 16)
        found |= (uint64_t)same_atoms(one + group, other + group) << group;
    for (int piece = 0; piece < ways->pieces; piece++) {
        uint32_t a = (uint32_t)one[ways->left[piece]] & ways->mask[piece], b = (uint32_t)other[ways->right[piece]] & ways->mask[piece];
        found |= (uint64_t)((a == b) & (a != 0)) << (WHOLE_ATOMS + piece);
    }
    return found;
}

static inline int is_first(const Ways *ways, uint64_t found, int way) {
    if ((found & ways->need[way]) != ways->need[way]) return 0;
    for (int before = 0; before < way; before++)
        if ((found & ways->need[before]) == ways->need[before]) return 0;
    return 1;
}

static void keep(Found *found, int32_t one, int32_t other, float odds) {
    if (found->kept == found->room) {
        int64_t room = found->room ? found->room * 2 : 65536;
        Edge *larger = realloc(found->edges, (size_t)room * sizeof(Edge));
        if (!larger) { found->failed = 1; return; }
        found->edges = larger; found->room = room;
    }
    found->edges[found->kept++] = (Edge){one, other, odds};
}

static void tally(Tally *tally, uint64_t pattern, int first) {
    if (tally->used * 4 > tally->size * 3) return;
    uint64_t place = mixed(pattern) & (uint64_t)(tally->size - 1);
    while (tally->patterns[place] && tally->patterns[place] != pattern + 1) place = (place + 1) & (uint64_t)(tally->size - 1);
    if (!tally->patterns[place]) { tally->patterns[place] = pattern + 1; tally->used++; }
    tally->counts[place]++;
    tally->first[place] += first;
}

enum { AHEAD = 24 };

/* Ask memory for the records of entries up to `until`; `asked` are asked for already. */
static inline int64_t ask_ahead(const Table *table, const Walk *w, int64_t asked, int64_t until) {
    for (; asked < until; asked++)
        __builtin_prefetch(table->rows + (int64_t)((uint32_t)w->entries[asked] >> (w->slots - 1)) * table->stride);
    return asked;
}

static void walk(const Table *table, const Walk *w, Found *found, Tally *counted) {
    int64_t start = w->first ? w->ends[w->first - 1] : 0, until = w->ends[w->last - 1], asked = start;
    uint32_t shift = (uint32_t)w->slots - 1;
    for (int64_t block = w->first; block < w->last; start = w->ends[block++]) {
        int64_t end = w->ends[block], size = end - start;
        int64_t reach = size > w->crowd ? w->neighbours : size;
        int64_t step = w->every, from = (start + step - 1) / step * step;
        for (int64_t i = from; i < end; i += step) {
            /* The rest of this block, and of the next ones as many as were done of this; of one record in so many the next few with theirs. */
            int64_t ahead = reach == size ? end + (i - start) + AHEAD : i + reach + AHEAD;
            if (step > 1) {
                int64_t next = i + 4 * step;
                ask_ahead(table, w, next, next + 4 < until ? next + 4 : until);
            } else asked = ask_ahead(table, w, asked, ahead < until ? ahead : until);
            uint32_t one = (uint32_t)w->entries[i] >> shift, slot = (uint32_t)w->entries[i] & shift;
            const int32_t *row = table->rows + (int64_t)one * table->stride;
            int64_t stop = i + reach < end - 1 ? i + reach : end - 1;
            for (int64_t j = i + 1; j <= stop; j++) {
                uint32_t two = (uint32_t)w->entries[j] >> shift, slot2 = (uint32_t)w->entries[j] & shift;
                if (one == two) continue;
                const int32_t *row2 = table->rows + (int64_t)two * table->stride;
                int way = w->way + (int)(2 * slot + slot2);
                if (counted) {
                    if (w->way < 0) { counted->pairs++; tally(counted, pattern_of(table, row, row2), 0); continue; }
                    uint64_t agree = agreements(table, row, row2);
                    if ((agree & table->ways->need[way]) != table->ways->need[way]) continue;
                    counted->pairs++;
                    tally(counted, pattern_of(table, row, row2), is_first(table->ways, agree, way));
                    continue;
                }
                if (!is_first(table->ways, agreements(table, row, row2), way)) continue;
                found->pairs++;
                float odds = score_of(table, row, row2);
                if (odds < w->least) continue;
                keep(found, (int32_t)(one < two ? one : two), (int32_t)(one < two ? two : one), odds);
                if (found->failed) return;
            }
        }
    }
}

EXPORT void walk_scoring(const Table *table, const Walk *w, Found *found) { if (w->last > w->first) walk(table, w, found, NULL); }
EXPORT void walk_counting(const Table *table, const Walk *w, Tally *counted) { if (w->last > w->first) walk(table, w, NULL, counted); }

/* The patterns of aligned records: pairs drawn at random. */
EXPORT void count_pairs(const Table *table, const int32_t *one, const int32_t *other, int64_t count, Tally *counted) {
    for (int64_t at = 0; at < count; at++) {
        if (at + AHEAD < count) {
            __builtin_prefetch(table->rows + (int64_t)one[at + AHEAD] * table->stride);
            __builtin_prefetch(table->rows + (int64_t)other[at + AHEAD] * table->stride);
        }
        if (one[at] == other[at]) continue;
        counted->pairs++;
        tally(counted, pattern_of(table, table->rows + (int64_t)one[at] * table->stride, table->rows + (int64_t)other[at] * table->stride), 1);
    }
}

EXPORT void found_take(Found *found, int32_t *one, int32_t *other, float *odds) {
    for (int64_t at = 0; at < found->kept; at++) {
        one[at] = found->edges[at].one; other[at] = found->edges[at].other; odds[at] = found->edges[at].odds;
    }
    free(found->edges);
    found->edges = NULL; found->kept = found->room = 0;
}

/* Which rows are the first of their content. `slots` has `size` (a power of two, more than twice the rows) zeros. */
EXPORT void first_of_content(const int32_t *rows, int64_t count, int32_t stride, uint64_t *slots, int64_t size, uint8_t *first) {
    enum { SOME = 32 };
    uint64_t content[SOME];
    for (int64_t start = 0; start < count; start += SOME) {
        int64_t some = count - start < SOME ? count - start : SOME;
        for (int64_t at = 0; at < some; at++) {
            const int32_t *row = rows + (start + at) * stride;
            uint64_t one = 0;
            for (int atom = 0; atom + 1 < stride; atom += 2)
                one = ((one ^ (one >> 31)) + ((uint64_t)(uint32_t)row[atom] << 32 | (uint32_t)row[atom + 1])) * 0xd6e8feb86659fd93ULL;
            content[at] = mixed(one) | 1;
            __builtin_prefetch(&slots[content[at] >> 1 & (uint64_t)(size - 1)]);
        }
        for (int64_t at = 0; at < some; at++) {
            uint64_t place = content[at] >> 1 & (uint64_t)(size - 1);
            while (slots[place] && slots[place] != content[at]) place = (place + 1) & (uint64_t)(size - 1);
            first[start + at] = !slots[place];
            slots[place] = content[at];
        }
    }
}

/* Some atoms of each row, side by side from `place` on: those that stand for the code that the record has in a column. */
EXPORT void fill_rows(int32_t *rows, int64_t count, int32_t stride, int32_t place, const int32_t *codes, const int32_t *values, int32_t width) {
    for (int64_t at = 0; at < count; at++) {
        int32_t *row = rows + at * stride + place;
        const int32_t *from = values + (int64_t)codes[at] * width;
        if (at + AHEAD < count) __builtin_prefetch(values + (int64_t)codes[at + AHEAD] * width);
        for (int nth = 0; nth < width; nth++) row[nth] = from[nth];
    }
}

EXPORT void levels_of_pairs(const Table *table, const int64_t *pairs, int64_t count, uint64_t *patterns, float *scores) {
    for (int64_t at = 0; at < count; at++) {
        const int32_t *one = table->rows + pairs[2 * at] * table->stride, *other = table->rows + pairs[2 * at + 1] * table->stride;
        if (at + 8 < count) {
            __builtin_prefetch(table->rows + pairs[2 * at + 16] * table->stride);
            __builtin_prefetch(table->rows + pairs[2 * at + 17] * table->stride);
        }
        if (patterns) patterns[at] = pattern_of(table, one, other);
        if (scores) scores[at] = score_of(table, one, other);
    }
}
