/* How two records agree, field by field: a level for each comparison, and how rare the values are that agree. */
#ifndef KINKEEPER_COMPARE_H
#define KINKEEPER_COMPARE_H

#include <string.h>
#include "kernel.h"

enum { MISSING = 0 };

/* Whether two words cannot be somewhat alike (0.8), from the letters that occur in them alone; `start` says whether they begin alike. */
static inline int unlike(uint32_t a, uint32_t b, int start) {
    int la = (int)(a >> 27), lb = (int)(b >> 27);
    int ma = la - __builtin_popcount(a & ~b & LETTER_BITS), mb = lb - __builtin_popcount(b & ~a & LETTER_BITS), m = ma < mb ? ma : mb;
    return m < least_letters[start][la][lb];
}

/* Levels of a given name. */
enum { G_SAME = 1, G_PART, G_TURNED, G_CLOSE, G_CLOSE_PART, G_FIRST, G_SOMEWHAT, G_INITIAL, G_DIFFERENT, G_EXCHANGED, G_NICKNAME };

/* What else is said of two first names that are not alike: whether one is what the other is called. */
static inline int otherwise(const Comparison *c, int32_t first, int32_t first2, int level) {
    if (!c->nickname) return level;
    int64_t a = c->nickname[first], b = c->nickname[first2];
    return a && b && c->called[a * c->names + b] ? G_NICKNAME : level;
}

static inline int given(const Table *table, const Comparison *c, const int32_t *one, const int32_t *other, float *bits) {
    int32_t whole = one[c->atom[0]], whole2 = other[c->atom[0]];
    if (!whole || !whole2) return MISSING;
    if (whole == whole2) { *bits = c->rarity[whole]; return G_SAME; }
    int32_t first = one[c->atom[1]], first2 = other[c->atom[1]], second = one[c->atom[2]], second2 = other[c->atom[2]];
    if (first == first2) {
        *bits = c->rarity_of_word[first];
        if (!second || !second2) return G_PART;
        if (alike(&table->texts[second], &table->texts[second2], AT_85)) { *bits = 0; return G_CLOSE; }
        return G_FIRST;
    }
    if (first == second2 || second == first2) {
        int32_t word = first == second2 ? first : second;
        *bits = c->rarity_of_word[word];
        return G_TURNED;
    }
    int32_t surname = c->atom[5];
    if (surname >= 0 && first == other[surname] && first2 == one[surname]) {
        *bits = c->rarity_of_word[first];
        return G_EXCHANGED;
    }
    uint32_t letters = (uint32_t)one[c->atom[4]], letters2 = (uint32_t)other[c->atom[4]];
    if (unlike(letters, letters2, one[c->atom[3]] == other[c->atom[3]]) && letters >> 27 > 1 && letters2 >> 27 > 1)
        return otherwise(c, first, first2, G_DIFFERENT);
    const Text *a = &table->texts[first], *b = &table->texts[first2];
    if ((a->length == 1 || b->length == 1) && (uint8_t)a->word[0] == (uint8_t)b->word[0]) return G_INITIAL;
    double likeness = alike(a, b, AT_80) ? jaro_winkler(a, b) : 0;
    if (likeness >= 0.88 || one_edit(a, b)) {
        if (!second || !second2) return G_CLOSE_PART;
        if (second == second2) return G_CLOSE;
    }
    if (likeness >= 0.8 && alike(&table->texts[whole], &table->texts[whole2], AT_92)) return G_CLOSE;
    return otherwise(c, first, first2, likeness >= 0.8 ? G_SOMEWHAT : G_DIFFERENT);
}

/* Levels of two surnames together. */
enum { S_BOTH = 1, S_FIRST_ONLY, S_FIRST_CLOSE, S_CLOSE_ONLY, S_CLOSE_SECOND, S_CLOSE_BOTH, S_MATERNAL, S_SWAPPED, S_FIRST, S_SECOND,
       S_CROSSED, S_MATERNAL_CLOSE, S_CLOSE, S_DIFFERENT_ONLY, S_DIFFERENT };

static inline int near(const Table *table, int32_t a, int32_t b) {
    if (a == b) return 2;
    return alike(&table->texts[a], &table->texts[b], AT_88) || one_edit(&table->texts[a], &table->texts[b]);
}

static inline int surnames(const Table *table, const Comparison *c, const int32_t *one, const int32_t *other, float *bits) {
    int32_t p = one[c->atom[0]], m = one[c->atom[1]], p2 = other[c->atom[0]], m2 = other[c->atom[1]];
    if (!p || !p2) return MISSING;
    int both = m && m2;
    if (p == p2) {
        *bits = c->rarity[p];
        if (!both) return S_FIRST_ONLY;
        if (m == m2) { *bits += c->rarity[m]; return S_BOTH; }
        return near(table, m, m2) ? S_FIRST_CLOSE : S_FIRST;
    }
    if (both && m == m2) {
        *bits = c->rarity[m];
        return near(table, p, p2) ? S_CLOSE_SECOND : S_SECOND;
    }
    if (both && p == m2 && m == p2) { *bits = c->rarity[p] + c->rarity[m]; return S_SWAPPED; }
    if (p == m2 || m == p2) {
        *bits = c->rarity[p == m2 ? p : m];
        return both ? S_CROSSED : S_MATERNAL;
    }
    int far = unlike((uint32_t)one[c->atom[4]], (uint32_t)other[c->atom[4]], one[c->atom[3]] == other[c->atom[3]]);
    if (!far && near(table, p, p2)) return !both ? S_CLOSE_ONLY : near(table, m, m2) ? S_CLOSE_BOTH : S_CLOSE;
    if (!both && ((m2 && near(table, p, m2)) || (m && near(table, m, p2)))) return S_MATERNAL_CLOSE;
    return both ? S_DIFFERENT : S_DIFFERENT_ONLY;
}

/* Levels of a date: binary-coded decimal yyyymmdd, so that one wrong digit is one nibble; mm and dd are 0 where only the year is known. */
enum { D_SAME = 1, D_SAME_DEFAULT, D_SWAPPED, D_SLIP, D_DEFAULT, D_OTHER_YEAR, D_MONTH_OR_DAY, D_SAME_YEAR, D_NEAR, D_APART };

static inline int year_of(uint32_t date) {
    return (int)(date >> 28) * 1000 + (int)(date >> 24 & 15) * 100 + (int)(date >> 20 & 15) * 10 + (int)(date >> 16 & 15);
}

static inline int one_slip(uint32_t differ, uint32_t a, uint32_t b) {
    int low = __builtin_ctz(differ) & ~3, high = (31 - __builtin_clz(differ)) & ~3;
    if (low == high) return 1;
    if (high - low != 4) return 0;
    return (a >> low & 15) == (b >> high & 15) && (a >> high & 15) == (b >> low & 15);
}

static inline int date(const Comparison *c, const int32_t *one, const int32_t *other) {
    uint32_t a = (uint32_t)one[c->atom[0]], b = (uint32_t)other[c->atom[0]];
    if (!a || !b) return MISSING;
    uint32_t differ = a ^ b;
    if (!differ) return (a & 0xffff) == 0x0101 || !(a & 0xffff) ? D_SAME_DEFAULT : D_SAME;
    int year_same = !(differ >> 16);
    int whole = (a & 0xffff) && (b & 0xffff);
    if (year_same) {
        if (!whole) return D_DEFAULT;
        if ((a >> 8 & 255) == (b & 255) && (a & 255) == (b >> 8 & 255)) return D_SWAPPED;
        if ((a & 0xffff) == 0x0101 || (b & 0xffff) == 0x0101) return D_DEFAULT;
    }
    if (whole && one_slip(differ, a, b)) return D_SLIP;
    int apart = year_of(a) - year_of(b);
    if (apart < 0) apart = -apart;
    if (whole && !(differ & 0xffff)) return apart <= 10 ? D_OTHER_YEAR : D_APART;
    if (year_same) return !(differ & 0xff00) || !(differ & 0xff) ? D_MONTH_OR_DAY : D_SAME_YEAR;
    return apart <= 5 ? D_NEAR : D_APART;
}

enum { E_SAME = 1, E_DIFFERENT };
enum { T_SAME = 1, T_VERY, T_SOMEWHAT, T_DIFFERENT };
enum { N_SAME = 1, N_EDIT, N_DIFFERENT };

/* Of what is right or wrong, without a branch: whether two strangers' sexes or countries agree, no processor can foretell. */
static inline int exact(const Comparison *c, int32_t a, int32_t b, float *bits) {
    uint32_t known = (uint32_t)((a != 0) & (b != 0)), same = known & (uint32_t)(a == b), rarity = 0;
    if (c->rarity) memcpy(&rarity, &c->rarity[(uint32_t)a & -same], sizeof rarity);
    rarity &= -same;
    memcpy(bits, &rarity, sizeof rarity);
    return (int)(-known & (E_DIFFERENT - same));
}

static ALWAYS_INLINE int level_of(const Table *table, const Comparison *c, const int32_t *one, const int32_t *other, float *bits) {
    *bits = 0;
    switch (c->kind) {
    case GIVEN: return given(table, c, one, other, bits);
    case SURNAMES: return surnames(table, c, one, other, bits);
    case DATE: return date(c, one, other);
    case EXACT: return exact(c, one[c->atom[0]], other[c->atom[0]], bits);
    }
    int32_t a = one[c->atom[0]], b = other[c->atom[0]];
    if (!a || !b) return MISSING;
    if (a == b) {
        if (c->rarity) *bits = c->rarity[a];
        return E_SAME;
    }
    const Text *x = &table->texts[a], *y = &table->texts[b];
    if (c->kind == NUMBER) return one_edit(x, y) ? N_EDIT : N_DIFFERENT;
    return alike(x, y, AT_92) ? T_VERY : alike(x, y, AT_80) ? T_SOMEWHAT : T_DIFFERENT;
}

/* log2 odds that the two records are one person, and neither two strangers nor two relatives, who share what relatives share. */
static inline float score_of(const Table *table, const int32_t *one, const int32_t *other) {
    float sum = table->prior, kin = table->kin, bits;
    for (int at = 0; at < table->comparisons; at++) {
        const Comparison *c = &table->plan[at];
        float weight = c->weight[level_of(table, c, one, other, &bits)] + bits;
        sum += weight;
        if (c->shared) kin += weight;
    }
    return kin > 0 ? sum - kin : sum;
}

/* The levels of all comparisons, four bits each. */
static inline uint64_t pattern_of(const Table *table, const int32_t *one, const int32_t *other) {
    uint64_t pattern = 0;
    float bits;
    for (int at = 0; at < table->comparisons; at++)
        pattern |= (uint64_t)level_of(table, &table->plan[at], one, other, &bits) << 4 * at;
    return pattern;
}

#endif
