/* The compiled part of the linkage engine: what is done a million times. Python prepares the tables and reads the answers.
 *
 * A record is a row of atoms (32-bit codes, 0 = not known). A text is a folded value of at most 24 letters. A rule proposes pairs of
 * records; the first way of agreeing that a pair has is the one that proposes it, so that no table of pairs is needed to meet each once.
 */
#ifndef KINKEEPER_KERNEL_H
#define KINKEEPER_KERNEL_H

#include <stdint.h>
#include <stddef.h>

#define LETTERS 24
#define LETTER_BITS 0x03ffffffu
#define MOST_LEVELS 16
#define MOST_PIECES 32
#define WHOLE_ATOMS 32
#define MOST_WAYS 96
#define MOST_PARTS 4

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__GNUC__)
#define ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE inline
#endif

typedef struct {
    uint64_t word[3];  /* 24 letters, zero filled */
    uint32_t mask;     /* which letters occur */
    uint8_t length, words, pad[2];
} Text;

enum { GIVEN = 0, SURNAMES = 1, DATE = 2, EXACT = 3, LIKE = 4, NUMBER = 5 };

typedef struct {
    int32_t kind, shared;    /* shared: relatives agree on it as well */
    int32_t atom[6];         /* GIVEN: whole, first word, other words; SURNAMES: first, second; LIKE, NUMBER: the text; then for names
                                the key of the first three letters and the letters that occur (first word, first surname);
                                GIVEN then the first surname, below 0 where the table has none */
    const float *rarity;     /* -log2 of how often a code occurs, by code of the first atom; NULL: the level says it all */
    const float *rarity_of_word;
    const uint16_t *nickname;  /* GIVEN: by code of a first word its number among the names that have nicknames, 0: none; NULL: not looked at */
    const uint8_t *called;     /* by two such numbers, `names` in a row: whether one is a nickname of the other */
    int64_t names;
    float weight[MOST_LEVELS];
} Comparison;

typedef struct {
    int32_t parts, twin, other;        /* twin: the part that may also be met through the atom `other`; -1: none */
    int32_t atom[MOST_PARTS];
    uint32_t mask[MOST_PARTS];
} Rule;

/* An agreement is a bit: the first 32 are whole atoms, the others pieces of atoms, or an atom of one and another of the other. */
typedef struct {
    int32_t pieces, ways;
    int32_t left[MOST_PIECES], right[MOST_PIECES];
    uint32_t mask[MOST_PIECES];
    uint64_t need[MOST_WAYS];
} Ways;

typedef struct {
    const uint64_t *entries;   /* all records' entries under a rule, sorted */
    int64_t count;
    int32_t slots;
} Index;

typedef struct {
    const int32_t *row;        /* who is asked for */
    uint32_t *seen;            /* by record: the last question that it was compared with */
    uint32_t asked;            /* the number of this question */
    int32_t most, k, found;    /* records of one key looked at; how many are wanted, and were found */
    int32_t *best;
    float *odds;
    const int32_t *extra;      /* records that are in no index yet */
    int32_t extras;
    int64_t compared;
} Question;

typedef struct {
    const int32_t *rows;
    int64_t count;
    int32_t stride, comparisons;
    const Comparison *plan;
    const Text *texts;
    const Ways *ways;
    float prior, kin;        /* log2 odds that two records are of one person, and of two relatives, before they are compared */
} Table;

/* text.c */
double jaro_winkler(const Text *one, const Text *other);
int one_edit(const Text *one, const Text *other);

/* How many letters two words of given lengths must share at least to be somewhat alike; the second where they begin alike. */
extern uint8_t least_letters[2][32][32];

/* The same of texts for each likeness that is asked for, by how many first letters are the same (4: four or more), and both lengths. */
extern uint8_t least_in_common[4][5][LETTERS + 1][LETTERS + 1];

/* How many letters two texts share at most: those that only one of them has are left out. */
static inline int in_common(const Text *one, const Text *other) {
    int ma = one->length - __builtin_popcount(one->mask & ~other->mask), mb = other->length - __builtin_popcount(other->mask & ~one->mask);
    return ma < mb ? ma : mb;
}

/* How many of the first four letters are the same. */
static inline int same_start(const Text *one, const Text *other) {
    uint32_t differ = (uint32_t)(one->word[0] ^ other->word[0]);
    return differ ? __builtin_ctz(differ) >> 3 : 4;
}

/* Whether Jaro-Winkler is at least .80, .85, .88 or .92; letters that only one of them has give a bound that settles most pairs. */
enum Likeness { AT_80, AT_85, AT_88, AT_92, LIKENESSES };
static const double leasts[LIKENESSES] = {0.8, 0.85, 0.88, 0.92};
static inline int alike(const Text *one, const Text *other, enum Likeness least) {
    if (in_common(one, other) < least_in_common[least][same_start(one, other)][one->length][other->length]) return 0;
    return one->length && other->length && jaro_winkler(one, other) >= leasts[least] - 1e-9;
}

static inline uint64_t mixed(uint64_t value) {
    value ^= value >> 32; value *= 0xd6e8feb86659fd93ULL;
    value ^= value >> 32; value *= 0xd6e8feb86659fd93ULL;
    return value ^ (value >> 32);
}

#endif
