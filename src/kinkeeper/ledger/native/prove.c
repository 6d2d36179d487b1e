/* A group of entries proven: are they ordinary, what do their leaves hash to, when were they recorded.
 *
 * The readable statement of the same is `ledger/groups.py`, and tests hold the two equal. Nothing here names what is wrong: where anything is
 * out of the ordinary, or only written in another way than the writer's, the answer is no, and Python looks.
 */
#include "sha256.h"

#include <string.h>

enum { PARTS = 2, SALT = 32, LABEL = 20, LEAF = 2 + PARTS * HASH_BYTES, TIME_LETTERS = 24, WIDTH = 256 };

/* Columns as PostgreSQL sends them: numbers in network order, texts one after the other. Python has seen to it that there are `count` of
 * each, so only the bodies' lengths are still to be held against what is there. */
typedef struct {
    const uint8_t *entries, *leaves, *times;
    const uint8_t *parts, *lengths, *salts, *bodies;
    int64_t bodies_length;
} Columns;

typedef struct {
    int64_t start, end;           /* when the first and the last were recorded; before: `end` is that of the entry ahead of the first */
    int64_t back;                 /* how many say that they were recorded before the one ahead of them */
    int64_t back_at[WIDTH];       /* and which of the group */
    uint8_t root[HASH_BYTES];     /* over a group of 256 */
    uint8_t hashes[WIDTH * HASH_BYTES];
} Proven;

static const uint8_t COMMIT[LABEL + 1] = "kinkeeper/commit/v1\n";

static uint64_t number(const uint8_t *at, int bytes) {
    uint64_t value = 0;
    for (int nth = 0; nth < bytes; nth++) value = value << 8 | at[nth];
    return value;
}

static void node(const uint8_t *both, uint8_t *hash) {
    const uint8_t opening[1] = {1};
    sha256(opening, 1, both, 2 * HASH_BYTES, hash);
}

/* When a core says that its entry was recorded */

/* The end of the text that begins at a quotation mark: after the closing one; NULL where there is none before `end`. */
static const uint8_t *after_text(const uint8_t *at, const uint8_t *end) {
    if (at >= end || *at != '"') return NULL;
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\') at++;
    return at < end ? at + 1 : NULL;
}

static int digits(const uint8_t *at, int count) {
    int value = 0;
    for (; count; count--, at++) {
        if (*at < '0' || *at > '9') return -1;
        value = 10 * value + *at - '0';
    }
    return value;
}

/* Days from 1 January 2000 to this one in the calendar that ISO 8601 goes by; the year is counted from March on. */
static int64_t day_number(int64_t year, int month, int day) {
    if (month < 3) { year--; month += 12; }
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 1 - 730425;
}

static int days_in(int year, int month) {
    if (month == 2) return year % 4 == 0 && (year % 100 || year % 400 == 0) ? 29 : 28;
    return 30 + ((month + (month > 7)) & 1);
}

/* `2026-07-01T12:00:00.000Z` in microseconds since 2000, as PostgreSQL counts; 0 where it is not written so. */
static int read_time(const uint8_t *at, int64_t *time) {
    static const char form[TIME_LETTERS + 1] = "nnnn-nn-nnTnn:nn:nn.nnnZ";
    for (int nth = 0; nth < TIME_LETTERS; nth++)
        if (form[nth] != 'n' && at[nth] != form[nth]) return 0;
    int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
    int hour = digits(at + 11, 2), minute = digits(at + 14, 2), second = digits(at + 17, 2), part = digits(at + 20, 3);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || part < 0) return 0;
    *time = (((day_number(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000000 + part * 1000;
    return 1;
}

/* The member "at" of a core whose members before it are texts, as the writer's are. */
static int time_of(const uint8_t *core, int64_t length, int64_t *time) {
    const uint8_t *at = core + 1, *end = core + length;
    if (length < 1 || *core != '{') return 0;
    for (;;) {
        const uint8_t *key = at, *value = after_text(at, end);
        if (!value || value >= end || *value != ':') return 0;
        at = after_text(++value, end);
        if (!at) return 0;
        if (value - key == 5 && !memcmp(key, "\"at\"", 4)) return at - value == TIME_LETTERS + 2 && read_time(value + 1, time);
        if (at >= end || *at++ != ',') return 0;
    }
}

/* One entry */

static int take_time(const uint8_t *kept, const uint8_t *core, int64_t length, int64_t nth, int64_t *last, Proven *found) {
    int64_t time;
    if (!time_of(core, length, &time) || (int64_t)number(kept, 8) != time) return 0;
    if (time < *last) found->back_at[found->back++] = nth;
    if (!nth) found->start = time;
    *last = time;
    return 1;
}

/* The leaf hash of two parts, if they make the leaf that is stored. */
static int take_leaf(const uint8_t *salts, const uint8_t *bodies, const int64_t *lengths, const uint8_t *stored, uint8_t *hash) {
    uint8_t leaf[1 + LEAF] = {0, 1, PARTS}, opening[LABEL + SALT];
    memcpy(opening, COMMIT, LABEL);
    for (int k = 0; k < PARTS; k++) {
        memcpy(opening + LABEL, salts + k * SALT, SALT);
        sha256(opening, sizeof opening, bodies, (size_t)lengths[k], leaf + 3 + k * HASH_BYTES);
        bodies += lengths[k];
    }
    if (memcmp(leaf + 1, stored, LEAF)) return 0;
    sha256(leaf, 1, leaf + 1, LEAF, hash);
    return 1;
}

static void take_root(Proven *found) {
    uint8_t nodes[WIDTH / 2 * HASH_BYTES];
    for (int at = 0; at < WIDTH / 2; at++) node(found->hashes + 2 * at * HASH_BYTES, nodes + at * HASH_BYTES);
    for (int left = WIDTH / 4; left; left /= 2)
        for (int at = 0; at < left; at++) {
            uint8_t hash[HASH_BYTES];
            node(nodes + 2 * at * HASH_BYTES, hash);
            memcpy(nodes + at * HASH_BYTES, hash, HASH_BYTES);
        }
    memcpy(found->root, nodes, HASH_BYTES);
}

/* Whether `count` entries, 256 at most, stand at `first` and after it and are ordinary; `last` is when the one ahead was recorded. */
EXPORT int prove_group(const Columns *group, int64_t first, int64_t count, int64_t last, Proven *found) {
    const uint8_t *body = group->bodies, *end = body + group->bodies_length;
    found->back = 0;
    for (int64_t nth = 0; nth < count; nth++) {
        int64_t position = first + nth, lengths[PARTS];
        if (number(group->entries + 8 * nth, 8) != ((uint64_t)position << 16 | LEAF)) return 0;
        for (int k = 0; k < PARTS; k++) {
            int64_t part = PARTS * nth + k;
            if (number(group->parts + 8 * part, 8) != ((uint64_t)position << 24 | (uint64_t)(k + 1) << 8 | SALT)) return 0;
            lengths[k] = (int64_t)number(group->lengths + 4 * part, 4);
        }
        if (lengths[0] + lengths[1] > end - body) return 0;
        if (!take_time(group->times + 8 * nth, body, lengths[0], nth, &last, found)) return 0;
        if (!take_leaf(group->salts + PARTS * SALT * nth, body, lengths, group->leaves + LEAF * nth, found->hashes + HASH_BYTES * nth)) return 0;
        body += lengths[0] + lengths[1];
    }
    found->end = last;
    if (count == WIDTH) take_root(found);
    return body == end;
}
