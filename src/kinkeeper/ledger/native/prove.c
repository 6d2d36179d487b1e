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

static uint64_t number(const uint8_t *at) { return (uint64_t)word_at(at) << 32 | word_at(at + 4); }

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
    if (!time_of(core, length, &time) || (int64_t)number(kept) != time) return 0;
    if (time < *last) found->back_at[found->back++] = nth;
    if (!nth) found->start = time;
    *last = time;
    return 1;
}

/* Whether two parts make the leaf that is stored. */
static int take_leaf(const uint8_t *salts, const uint8_t *bodies, const int64_t *lengths, const uint8_t *stored) {
    uint8_t leaf[LEAF] = {1, PARTS}, openings[PARTS][LABEL + SALT];
    Message part[PARTS];
    for (int k = 0; k < PARTS; k++) {
        memcpy(openings[k], COMMIT, LABEL);
        memcpy(openings[k] + LABEL, salts + k * SALT, SALT);
        part[k] = (Message){openings[k], LABEL + SALT, bodies, (size_t)lengths[k]};
        bodies += lengths[k];
    }
    sha256_two(&part[0], &part[1], leaf + 2, leaf + 2 + HASH_BYTES);
    return !memcmp(leaf, stored, LEAF);
}

/* The hashes of `count` things of `length` bytes each, one after the other, behind the byte that says what they are. */
static void hash_each(uint8_t kind, const uint8_t *things, size_t length, int64_t count, uint8_t *hashes) {
    for (int64_t at = 0; at + 1 < count; at += 2) {
        Message one = {&kind, 1, things + at * length, length}, other = {&kind, 1, things + (at + 1) * length, length};
        sha256_two(&one, &other, hashes + at * HASH_BYTES, hashes + (at + 1) * HASH_BYTES);
    }
    if (count & 1) {
        Message last = {&kind, 1, things + (count - 1) * length, length};
        sha256(&last, hashes + (count - 1) * HASH_BYTES);
    }
}

/* The hash over 256 hashes: a full tile. */
EXPORT void hash_tile(const uint8_t *tile, uint8_t *root) {
    uint8_t nodes[2][WIDTH / 2 * HASH_BYTES];
    const uint8_t *below = tile;
    for (int64_t left = WIDTH / 2, to = 0; left; left /= 2, to ^= 1) {
        hash_each(1, below, 2 * HASH_BYTES, left, nodes[to]);
        below = nodes[to];
    }
    memcpy(root, below, HASH_BYTES);
}

/* Whether `count` entries, 256 at most, stand at `first` and after it and are ordinary; `last` is when the one ahead was recorded. */
EXPORT int prove_group(const Columns *group, int64_t first, int64_t count, int64_t last, Proven *found) {
    const uint8_t *body = group->bodies, *end = body + group->bodies_length;
    found->back = 0;
    for (int64_t nth = 0; nth < count; nth++) {
        int64_t position = first + nth, lengths[PARTS];
        if (number(group->entries + 8 * nth) != ((uint64_t)position << 16 | LEAF)) return 0;
        for (int k = 0; k < PARTS; k++) {
            int64_t part = PARTS * nth + k;
            if (number(group->parts + 8 * part) != ((uint64_t)position << 24 | (uint64_t)(k + 1) << 8 | SALT)) return 0;
            lengths[k] = word_at(group->lengths + 4 * part);
        }
        if (lengths[0] + lengths[1] > end - body) return 0;
        if (!take_time(group->times + 8 * nth, body, lengths[0], nth, &last, found)) return 0;
        if (!take_leaf(group->salts + PARTS * SALT * nth, body, lengths, group->leaves + LEAF * nth)) return 0;
        body += lengths[0] + lengths[1];
    }
    found->end = last;
    hash_each(0, group->leaves, LEAF, count, found->hashes);
    if (count == WIDTH) hash_tile(found->hashes, found->root);
    return body == end;
}
