/* From scored pairs to persons: the surest first; a join must hold on average over all pairs of records that it brings together. */
#include <stdlib.h>
#include <string.h>
#include "compare.h"

typedef struct {
    int32_t *lead, *tail, *next, *size;  /* by record: towards its cluster's first, the last and the next member (-1: none), members */
    int32_t *birth, *sex;                /* by record: certain dates of birth and sexes, 0 where not certain */
    const int64_t *apart_starts;         /* by record: where those start whom a person said are somebody else; NULL: nobody was asked */
    const int32_t *apart;
    float least, cap;                    /* the mean that a join must reach; how much one pair may weigh in it */
    int32_t most;                        /* members of a cluster that speak for it */
    int64_t refused, impossible;
} Clusters;

static int32_t lead_of(int32_t *lead, int32_t one) {
    while (lead[one] != one) one = lead[one] = lead[lead[one]];
    return one;
}

static int said_apart(const Clusters *c, int32_t a, int32_t b) {
    if (!c->apart_starts) return 0;
    if (c->size[a] > c->size[b]) { int32_t t = a; a = b; b = t; }
    for (int32_t one = a; one >= 0; one = c->next[one])
        for (int64_t at = c->apart_starts[one]; at < c->apart_starts[one + 1]; at++)
            if (lead_of(c->lead, c->apart[at]) == b) return 1;
    return 0;
}

/* Whether all may be one person: no two certain births, no two certain sexes, and nobody said that two of them are two persons. */
static int may_be_one(const Clusters *c, int32_t a, int32_t b) {
    if (c->birth[a] && c->birth[b] && c->birth[a] != c->birth[b]) return 0;
    if (c->sex[a] && c->sex[b] && c->sex[a] != c->sex[b]) return 0;
    return !said_apart(c, a, b);
}

/* Whether the mean log2 odds over the pairs that a join brings together are what a join needs; the members joined first speak for a large
 * cluster. Once the pairs to come cannot change the answer, whatever they are, they are not compared. */
static int holds(const Table *table, const Clusters *c, int32_t a, int32_t b) {
    const float sure = 0.01f; /* more than sums of so few can be off by */
    int32_t speak = c->size[a] < c->most ? c->size[a] : c->most, speak2 = c->size[b] < c->most ? c->size[b] : c->most;
    int32_t count = speak * speak2, left = count, nth = 0;
    float sum = 0, needed = c->least * (float)count;
    for (int32_t one = a; one >= 0 && nth < c->most; one = c->next[one], nth++) {
        int32_t nth2 = 0;
        for (int32_t two = b; two >= 0 && nth2 < c->most; two = c->next[two], nth2++) {
            float odds = score_of(table, table->rows + (int64_t)one * table->stride, table->rows + (int64_t)two * table->stride);
            sum += odds > c->cap ? c->cap : odds < -c->cap ? -c->cap : odds;
            left--;
            if (sum - c->cap * (float)left > needed + sure) return 1;
            if (sum + c->cap * (float)left < needed - sure) return 0;
        }
    }
    return sum / (float)count >= c->least;
}

static void join(Clusters *c, int32_t a, int32_t b) {
    if (b < a) { int32_t t = a; a = b; b = t; }
    c->next[c->tail[a]] = b;
    c->tail[a] = c->tail[b];
    c->size[a] += c->size[b];
    c->lead[b] = a;
    if (c->birth[b]) c->birth[a] = c->birth[b];
    if (c->sex[b]) c->sex[a] = c->sex[b];
}

/* Ask memory for what an edge some way ahead will need: its records lie anywhere. */
static void ask_ahead(const Table *table, const Clusters *c, int32_t record) {
    __builtin_prefetch(&c->lead[record]);
    __builtin_prefetch(&c->size[record]);
    __builtin_prefetch(&c->tail[record]);
    __builtin_prefetch(&c->next[record]);
    __builtin_prefetch(table->rows + (int64_t)record * table->stride);
}

/* The same of whom the record is with by now: of each join all that it brings together are compared. */
static void ask_for_members(const Table *table, const Clusters *c, int32_t record) {
    int32_t lead = c->lead[record], second = c->next[lead];
    if (second < 0) return;
    __builtin_prefetch(table->rows + (int64_t)lead * table->stride);
    __builtin_prefetch(table->rows + (int64_t)second * table->stride);
}

/* Join along the edges in the order given, the surest first. The cluster of a record is then led by its first record. */
EXPORT void cluster(const Table *table, Clusters *c, const int32_t *one, const int32_t *other, int64_t edges) {
    enum { AHEAD = 12, NEAR = 5 };
    for (int64_t nth = 0; nth < edges; nth++) {
        if (nth + AHEAD < edges) {
            ask_ahead(table, c, one[nth + AHEAD]);
            ask_ahead(table, c, other[nth + AHEAD]);
        }
        if (nth + NEAR < edges) {
            ask_for_members(table, c, one[nth + NEAR]);
            ask_for_members(table, c, other[nth + NEAR]);
        }
        int32_t a = lead_of(c->lead, one[nth]), b = lead_of(c->lead, other[nth]);
        if (a == b) continue;
        if (c->size[a] + c->size[b] > 2 && !holds(table, c, a, b)) { c->refused++; continue; }
        if (!may_be_one(c, a, b)) { c->impossible++; continue; }
        join(c, a, b);
    }
}

/* Keys of the edges of at least `least`, which sort the surest first and equal ones by their records, of `bits` bits each. Returns how many. */
EXPORT int64_t keys_of_edges(const int32_t *one, const int32_t *other, const float *odds, int64_t count, float least, int32_t bits, uint64_t *keys) {
    int64_t kept = 0;
    for (int64_t at = 0; at < count; at++) {
        float surest = -64 * odds[at];
        surest = surest < -32000 ? -32000 : surest > 32000 ? 32000 : surest;
        keys[kept] = (uint64_t)((int64_t)surest + 32000) << 2 * bits | (uint64_t)one[at] << bits | (uint64_t)other[at];
        kept += odds[at] >= least;
    }
    return kept;
}

/* The records of edges from their keys. */
EXPORT void edges_of_keys(const uint64_t *keys, int64_t count, int32_t bits, int32_t *one, int32_t *other) {
    uint64_t mask = (1ULL << bits) - 1;
    for (int64_t at = 0; at < count; at++) { one[at] = (int32_t)(keys[at] >> bits & mask); other[at] = (int32_t)(keys[at] & mask); }
}

/* Which edges, taken in the order given, connect what was not connected: one fewer than members for all that they connect. */
EXPORT void spanning(int32_t *lead, const int64_t *pairs, const int64_t *order, int64_t edges, uint8_t *kept) {
    for (int64_t nth = 0; nth < edges; nth++) {
        int32_t a = lead_of(lead, (int32_t)pairs[2 * order[nth]]), b = lead_of(lead, (int32_t)pairs[2 * order[nth] + 1]);
        kept[order[nth]] = a != b;
        lead[a > b ? a : b] = a > b ? b : a;
    }
}

EXPORT void leads(int32_t *lead, int64_t count) {
    for (int64_t at = 0; at < count; at++) lead[at] = lead_of(lead, (int32_t)at);
}
