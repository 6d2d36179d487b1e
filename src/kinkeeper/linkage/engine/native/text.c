/* Folded texts: how alike two are, their words, their first letters, their sound. */
#include <stdlib.h>
#include <string.h>
#include "kernel.h"

uint8_t least_letters[2][32][32];

__attribute__((constructor)) static void count_least_letters(void) {
    for (int start = 0; start < 2; start++)
        for (int la = 1; la < 32; la++)
            for (int lb = 1; lb < 32; lb++) {
                int m = 1;
                for (; m < 32; m++) {
                    double jaro = ((double)m / la + (double)m / lb + 1) / 3;
                    if (jaro + (start ? 0.4 : 0.2) * (1 - jaro) >= 0.8 - 1e-9) break;
                }
                least_letters[start][la][lb] = (uint8_t)m;
            }
}

/* Jaro-Winkler with the usual prefix weight of 0.1 over at most four letters. */
double jaro_winkler(const Text *one, const Text *other) {
    const uint8_t *a = (const uint8_t *)one->word, *b = (const uint8_t *)other->word;
    int la = one->length, lb = other->length;
    if (la > lb) { const uint8_t *t = a; a = b; b = t; int l = la; la = lb; lb = l; }
    if (!la) return 0;
    int window = lb / 2 - 1;
    if (window < 0) window = 0;
    uint32_t used = 0, used_a = 0;
    for (int i = 0; i < la; i++) {
        int start = i > window ? i - window : 0, end = i + window + 1 < lb ? i + window + 1 : lb;
        for (int j = start; j < end; j++)
            if (b[j] == a[i] && !(used >> j & 1)) { used |= 1u << j; used_a |= 1u << i; break; }
    }
    if (!used) return 0;
    int turned = 0;
    double m = __builtin_popcount(used);
    for (; used; used &= used - 1, used_a &= used_a - 1) turned += b[__builtin_ctz(used)] != a[__builtin_ctz(used_a)];
    double jaro = (m / la + m / lb + (m - turned / 2) / m) / 3;
    int prefix = 0;
    while (prefix < 4 && prefix < la && a[prefix] == b[prefix]) prefix++;
    return jaro > 0.7 ? jaro + prefix * 0.1 * (1 - jaro) : jaro;
}

/* The bound of Jaro-Winkler where `m` letters agree at most and the first `prefix` are the same. */
static double most_alike(int m, int la, int lb, int prefix) {
    double jaro = ((double)m / la + (double)m / lb + 1) / 3;
    return jaro + prefix * 0.1 * (1 - jaro);
}

uint8_t least_in_common[4][5][LETTERS + 1][LETTERS + 1];

__attribute__((constructor)) static void count_least_in_common(void) {
    for (int nth = 0; nth < LIKENESSES; nth++)
        for (int prefix = 0; prefix < 5; prefix++)
            for (int la = 1; la <= LETTERS; la++)
                for (int lb = 1; lb <= LETTERS; lb++) {
                    int m = 1;
                    while (m <= LETTERS && most_alike(m, la, lb, prefix) < leasts[nth]) m++;
                    least_in_common[nth][prefix][la][lb] = (uint8_t)m;
                }
}

/* Whether Jaro-Winkler is at least `least`, whatever that is. */
static int alike_to(const Text *one, const Text *other, double least) {
    for (int nth = 0; nth < LIKENESSES; nth++)
        if (least == leasts[nth]) return alike(one, other, (enum Likeness)nth);
    int m = in_common(one, other);
    if (m <= 0 || most_alike(m, one->length, other->length, same_start(one, other)) < least) return 0;
    return jaro_winkler(one, other) >= least - 1e-9;
}

/* Whether one letter differs, is missing or too much, or two neighbours are exchanged. */
int one_edit(const Text *one, const Text *other) {
    const uint8_t *a = (const uint8_t *)one->word, *b = (const uint8_t *)other->word;
    int la = one->length, lb = other->length, from = 0;
    if (la - lb > 1 || lb - la > 1) return 0;
    while (from < la && from < lb && a[from] == b[from]) from++;
    int ea = la, eb = lb;
    while (ea > from && eb > from && a[ea - 1] == b[eb - 1]) { ea--; eb--; }
    if (ea - from <= 1 && eb - from <= 1) return 1;
    return ea - from == 2 && eb - from == 2 && a[from] == b[from + 1] && a[from + 1] == b[from];
}

/* Note what is known of a text whose letters are written: how many, how many words, which. */
void describe(Text *text, int length) {
    const uint8_t *letters = (const uint8_t *)text->word;
    text->length = (uint8_t)length;
    text->words = length > 0;
    for (int at = 0; at < length; at++) {
        uint8_t c = letters[at];
        if (c == ' ') text->words++;
        text->mask |= c >= 'A' && c <= 'Z' ? 1u << (c - 'A') : c == ' ' ? 0 : 1u << (26 + c % 6);
    }
}

static void finish(Text *text, const uint8_t *letters, int length) {
    memset(text, 0, sizeof *text);
    memcpy(text->word, letters, (size_t)length);
    describe(text, length);
}

/* A value in plain capitals and digits, one space between words; apostrophes and full stops are left out. At most `room` letters. */
int folded(const uint8_t *from, int64_t length, uint8_t *to, int room) {
    int at = 0, gap = 0;
    for (int64_t i = 0; i < length && at < room; i++) {
        uint8_t c = from[i];
        if (c >= 'a' && c <= 'z') c -= 32;
        if (c == '\'' || c == '`' || c == '.') continue;
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            if (gap && at) {
                if (at == room - 1) break;
                to[at++] = ' ';
            }
            to[at++] = c; gap = 0;
        } else gap = 1;
    }
    return at;
}

/* Fold `count` values that lie in the arena; `texts` has room for each. */
EXPORT void fold(const uint8_t *arena, const int64_t *offsets, int64_t count, Text *texts) {
    for (int64_t at = 0; at < count; at++) {
        memset(&texts[at], 0, sizeof(Text));
        describe(&texts[at], folded(arena + offsets[at], offsets[at + 1] - offsets[at], (uint8_t *)texts[at].word, LETTERS));
    }
}

/* The word number `which` of each text (0: the first), as a text; empty where there is none. */
EXPORT void nth_word(const Text *texts, int64_t count, int32_t which, Text *words) {
    for (int64_t at = 0; at < count; at++) {
        const uint8_t *letters = (const uint8_t *)texts[at].word;
        int start = 0, length = texts[at].length;
        for (int nth = 0; nth < which && start < length; nth++) {
            while (start < length && letters[start] != ' ') start++;
            start++;
        }
        int end = start;
        while (end < length && letters[end] != ' ') end++;
        if (start < length) finish(&words[at], letters + start, end - start);
        else memset(&words[at], 0, sizeof(Text));
    }
}

/* All words from number `which` on. */
EXPORT void words_from(const Text *texts, int64_t count, int32_t which, Text *words) {
    for (int64_t at = 0; at < count; at++) {
        const uint8_t *letters = (const uint8_t *)texts[at].word;
        int start = 0, length = texts[at].length;
        for (int nth = 0; nth < which && start < length; nth++) {
            while (start < length && letters[start] != ' ') start++;
            start++;
        }
        if (start < length) finish(&words[at], letters + start, length - start);
        else memset(&words[at], 0, sizeof(Text));
    }
}

uint32_t key_of_letters(const uint8_t *letters, int length) {
    uint64_t key = (uint64_t)length;
    for (int at = 0; at < length; at++) key = (key ^ letters[at]) * 0x100000001b3ULL;
    uint32_t small = (uint32_t)(mixed(key) >> 32);
    return length ? small | 1 : 0;
}

/* A key of the first `letters` letters of each text; 0 where it is empty. */
EXPORT void key_of_start(const Text *texts, int64_t count, int32_t letters, uint32_t *keys) {
    for (int64_t at = 0; at < count; at++)
        keys[at] = key_of_letters((const uint8_t *)texts[at].word, texts[at].length < letters ? texts[at].length : letters);
}

/* The letters that occur in each text and how many there are, in one number: what a first bound of likeness needs. */
EXPORT void letters_of(const Text *texts, int64_t count, uint32_t *letters) {
    for (int64_t at = 0; at < count; at++)
        letters[at] = texts[at].length ? (texts[at].mask & LETTER_BITS) | (uint32_t)texts[at].length << 27 : 0;
}

/* How a Spanish speaker hears a word: the same folding as kinkeeper.linkage.features.names.sound. */
static int heard(const uint8_t *from, int length, uint8_t *to) {
    uint8_t last = 0;
    int at = 0;
    for (int i = 0; i < length; i++) {
        uint8_t c = from[i], next = i + 1 < length ? from[i + 1] : 0, after = i + 2 < length ? from[i + 2] : 0;
        int soft = next == 'E' || next == 'I' || next == 'Y';
        if (c == 'P' && next == 'H') { c = 'F'; i++; }
        else if (c == 'Q') { if (next == 'U' && (after == 'E' || after == 'I')) i++; c = 'K'; }
        else if ((c == 'C' || c == 'S') && next == 'H') { c = 'X'; i++; }
        else if (c == 'C') c = soft ? 'S' : 'K';
        else if (c == 'G') {
            if (next == 'U' && (after == 'E' || after == 'I')) i++;
            else if (soft) c = 0;
        }
        else if (c == 'Z') c = 'S';
        else if (c == 'V') c = 'B';
        else if (c == 'L' && next == 'L') { c = 'I'; i++; }
        else if (c == 'Y') c = 'I';
        else if (c == 'H' || c == 'J' || c == ' ') c = 0;
        if (c && c != last) { to[at++] = c; last = c; }
    }
    return at;
}

EXPORT void sound(const Text *texts, int64_t count, Text *sounds) {
    for (int64_t at = 0; at < count; at++) {
        memset(&sounds[at], 0, sizeof(Text));
        int length = heard((const uint8_t *)texts[at].word, texts[at].length, (uint8_t *)sounds[at].word);
        if (length) describe(&sounds[at], length);
        else sounds[at] = texts[at];
    }
}

/* Give each text its number, 1, 2, ... in the order of first appearance, 0 for the empty one; `distinct` has the texts by number, of which
 * `found` are there already. `slots` has `size` (a power of two, more than twice all texts) places. Returns how many there are then. */
EXPORT int64_t number(const Text *texts, int64_t count, int32_t *slots, int64_t size, int32_t *ids, Text *distinct, int64_t found) {
    enum { SOME = 16 };
    uint64_t places[SOME];
    for (int64_t start = 0; start < count; start += SOME) {
        int64_t some = count - start < SOME ? count - start : SOME;
        for (int64_t at = 0; at < some; at++) {
            const Text *text = &texts[start + at];
            places[at] = mixed(text->word[0] ^ mixed(text->word[1] ^ mixed(text->word[2]))) & (uint64_t)(size - 1);
            __builtin_prefetch(&slots[places[at]]);
        }
        for (int64_t at = 0; at < some; at++) __builtin_prefetch(&distinct[slots[places[at]]]);
        for (int64_t at = 0; at < some; at++) {
            const Text *text = &texts[start + at];
            if (!text->length) { ids[start + at] = 0; continue; }
            uint64_t place = places[at];
            while (slots[place] && memcmp(distinct[slots[place]].word, text->word, LETTERS)) place = (place + 1) & (uint64_t)(size - 1);
            if (!slots[place]) { slots[place] = (int32_t)++found; distinct[found] = *text; }
            ids[start + at] = slots[place];
        }
    }
    return found;
}

EXPORT void similarities(const Text *one, const Text *other, int64_t count, double *found) {
    for (int64_t at = 0; at < count; at++) found[at] = jaro_winkler(&one[at], &other[at]);
}

EXPORT void alike_at(const Text *one, const Text *other, int64_t count, double least, uint8_t *found) {
    for (int64_t at = 0; at < count; at++) found[at] = (uint8_t)(alike_to(&one[at], &other[at], least) | one_edit(&one[at], &other[at]) << 1);
}

/* Dates written YYYY-MM-DD in binary-coded decimal, 0 where the calendar has none such; UNREAD where one is written otherwise. */
EXPORT void dates(const uint8_t *arena, const int64_t *offsets, int64_t count, uint32_t *found) {
    enum { LONG = 10 };
    const uint32_t UNREAD = 0xffffffffu;
    for (int64_t at = 0; at < count; at++) {
        const uint8_t *from = arena + offsets[at];
        uint32_t date = 0;
        int right = offsets[at + 1] - offsets[at] == LONG && from[4] == '-' && from[7] == '-';
        for (int nth = 0; right && nth < LONG; nth++) {
            if (nth == 4 || nth == 7) continue;
            right = from[nth] >= '0' && from[nth] <= '9';
            date = date << 4 | (uint32_t)(from[nth] & 15);
        }
        uint32_t year = date >> 16, month = date >> 8 & 255, day = date & 255;
        found[at] = !right ? UNREAD : year >= 0x1000 && year < 0x3000 && month <= 0x12 && day <= 0x31 ? date : 0;
    }
}
