/* People told in lines of text, as the index keeps them: a question compares some hundred of them, which lie in no table. */
#include <stdlib.h>
#include <string.h>
#include "compare.h"

int folded(const uint8_t *from, int64_t length, uint8_t *to, int room);
void describe(Text *text, int length);
uint32_t key_of_letters(const uint8_t *letters, int length);

/* The parts of a line, a tab between two, and the atoms that they become, in the order in which `place` says where each stands in a row. */
enum { P_GIVEN, P_SURNAMES, P_BORN, P_SEX, P_NATIONALITY, P_NUMBER, PARTS };
enum { A_GIVEN, A_FIRST, A_OTHERS, A_START, A_LETTERS, A_SURNAME, A_SECOND, A_SURNAME_START, A_SURNAME_LETTERS, A_BORN, A_SEX, A_NATIONALITY,
       A_NUMBER };

typedef struct {
    const uint8_t *lines;
    int64_t length;
    int32_t *rows;              /* zeros: a row for each line */
    int32_t stride;
    const int32_t *place;
    const Text *nothing;        /* texts that say that nothing was known */
    int32_t nothings;
    Text *texts;                /* zeros: room for eight a line, and the empty one */
    int32_t *slots;             /* zeros: a power of two of them, more than twice the texts */
    int64_t size, used;         /* how many texts there are, the empty one among them */
} Told;

static int32_t numbered(Told *told, const Text *text) {
    if (!text->length) return 0;
    uint64_t place = mixed(text->word[0] ^ mixed(text->word[1] ^ mixed(text->word[2]))) & (uint64_t)(told->size - 1);
    while (told->slots[place] && memcmp(told->texts[told->slots[place]].word, text->word, LETTERS)) place = (place + 1) & (uint64_t)(told->size - 1);
    if (!told->slots[place]) {
        told->texts[told->used] = *text;
        told->slots[place] = (int32_t)told->used++;
    }
    return told->slots[place];
}

static Text read_text(const Told *told, const uint8_t *from, int64_t length) {
    Text text = {{0}, 0, 0, 0, {0}};
    describe(&text, folded(from, length, (uint8_t *)text.word, LETTERS));
    for (int nth = 0; nth < told->nothings; nth++)
        if (!memcmp(told->nothing[nth].word, text.word, LETTERS)) return (Text){{0}, 0, 0, 0, {0}};
    return text;
}

static void split(const Text *text, Text *first, Text *others) {
    const uint8_t *letters = (const uint8_t *)text->word;
    int end = 0;
    while (end < text->length && letters[end] != ' ') end++;
    memset(first, 0, sizeof *first);
    memset(others, 0, sizeof *others);
    memcpy(first->word, letters, (size_t)end);
    describe(first, end);
    if (end >= text->length) return;
    memcpy(others->word, letters + end + 1, (size_t)(text->length - end - 1));
    describe(others, text->length - end - 1);
}

static uint32_t letters_in(const Text *text) {
    return text->length ? (text->mask & LETTER_BITS) | (uint32_t)text->length << 27 : 0;
}

static uint32_t start_of(const Text *text) { return key_of_letters((const uint8_t *)text->word, text->length < 3 ? text->length : 3); }

/* YYYY-MM-DD, or the year that it begins with, in binary-coded decimal; 0 where it does not begin with one. */
static uint32_t read_date(const uint8_t *from, int64_t length) {
    uint32_t date = 0;
    int64_t at = 0, figures = 0;
    for (; at < length && figures < 8; at++) {
        if (from[at] >= '0' && from[at] <= '9') { date = date << 4 | (uint32_t)(from[at] - '0'); figures++; }
        else if (from[at] != '-' || (at != 4 && at != 7)) break;
    }
    if (figures < 4) return 0;
    uint32_t year = figures == 8 ? date >> 16 : date >> 4 * (figures - 4);
    if (year >> 12 < 1 || year >> 12 > 2) return 0;
    if (figures < 8) return year << 16;
    return (date >> 8 & 255) > 0x12 || (date & 255) > 0x31 ? 0 : date;
}

static void read_line(Told *told, const uint8_t *const *from, const int64_t *length, int32_t *row) {
    const int32_t *place = told->place;
    Text whole = read_text(told, from[P_GIVEN], length[P_GIVEN]), first, others;
    split(&whole, &first, &others);
    row[place[A_GIVEN]] = numbered(told, &whole);
    row[place[A_FIRST]] = numbered(told, &first);
    row[place[A_OTHERS]] = numbered(told, &others);
    row[place[A_START]] = (int32_t)start_of(&whole);
    row[place[A_LETTERS]] = (int32_t)letters_in(&first);
    whole = read_text(told, from[P_SURNAMES], length[P_SURNAMES]);
    split(&whole, &first, &others);
    row[place[A_SURNAME]] = numbered(told, &first);
    row[place[A_SECOND]] = numbered(told, &others);
    row[place[A_SURNAME_START]] = (int32_t)start_of(&first);
    row[place[A_SURNAME_LETTERS]] = (int32_t)letters_in(&first);
    row[place[A_BORN]] = (int32_t)read_date(from[P_BORN], length[P_BORN]);
    for (int nth = 0; nth < 3; nth++) {
        whole = read_text(told, from[P_SEX + nth], length[P_SEX + nth]);
        row[place[A_SEX + nth]] = numbered(told, &whole);
    }
}

/* Read lines into rows of atoms. Returns how many there were. */
EXPORT int64_t read_told(Told *told) {
    const uint8_t *at = told->lines, *end = told->lines + told->length;
    int64_t count = 0;
    for (; at < end; count++) {
        const uint8_t *from[PARTS], *stop = memchr(at, '\n', (size_t)(end - at));
        int64_t length[PARTS];
        if (!stop) stop = end;
        for (int part = 0; part < PARTS; part++) {
            const uint8_t *tab = at < stop ? memchr(at, '\t', (size_t)(stop - at)) : NULL;
            from[part] = at;
            length[part] = (tab ? tab : stop) - at;
            at = tab ? tab + 1 : stop;
        }
        read_line(told, from, length, told->rows + count * told->stride);
        at = stop + 1;
    }
    return count;
}

/* The odds of each record as the most favourable of the first `ways` rows has it; from the row `by_nickname` on, a way counts `less` bits less. */
EXPORT void best_of_ways(const Table *table, int32_t ways, int32_t by_nickname, float less, int64_t count, float *best) {
    for (int64_t at = 0; at < count; at++) {
        const int32_t *row = table->rows + (ways + at) * table->stride;
        for (int32_t way = 0; way < ways; way++) {
            float odds = score_of(table, table->rows + (int64_t)way * table->stride, row) - (way >= by_nickname ? less : 0);
            if (!way || odds > best[at]) best[at] = odds;
        }
    }
}

/* By what Python sees whether it hands over what this was compiled for. */
EXPORT int32_t made_for(void) { return (int32_t)sizeof(Comparison); }
