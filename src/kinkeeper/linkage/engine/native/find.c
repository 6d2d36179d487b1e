/* One question against everything known: its keys are looked up, and the records that share one are compared with it. */
#include <string.h>
#include "compare.h"

int32_t keys_of(const Rule *rule, const int32_t *row, uint32_t *keys);

static int64_t first_of(const Index *index, uint32_t key) {
    int64_t low = 0, high = index->count;
    while (low < high) {
        int64_t mid = (low + high) / 2;
        if (index->entries[mid] >> 32 < key) low = mid + 1; else high = mid;
    }
    return low;
}

static void weigh(const Table *table, Question *question, int32_t record) {
    if (question->seen[record] == question->asked) return;
    question->seen[record] = question->asked;
    question->compared++;
    float odds = score_of(table, question->row, table->rows + (int64_t)record * table->stride);
    int32_t at = question->found;
    if (at == question->k && odds <= question->odds[at - 1]) return;
    if (at == question->k) at--; else question->found++;
    for (; at > 0 && question->odds[at - 1] < odds; at--) {
        question->odds[at] = question->odds[at - 1];
        question->best[at] = question->best[at - 1];
    }
    question->odds[at] = odds;
    question->best[at] = record;
}

EXPORT void look_up(const Table *table, const Rule *rules, const Index *indexes, int32_t count, Question *question) {
    enum { FAR = 12 };
    question->found = 0; question->compared = 0;
    if (question->k < 1) return;
    for (int32_t nth = 0; nth < count; nth++) {
        const Index *index = &indexes[nth];
        uint32_t keys[2], shift = (uint32_t)index->slots - 1;
        int32_t has = keys_of(&rules[nth], question->row, keys);
        for (int32_t which = 0; which < has; which++) {
            int64_t start = first_of(index, keys[which]);
            for (int64_t at = start; at < index->count && at < start + question->most && index->entries[at] >> 32 == keys[which]; at++) {
                if (at + FAR < index->count)
                    __builtin_prefetch(table->rows + (int64_t)((uint32_t)index->entries[at + FAR] >> shift) * table->stride);
                weigh(table, question, (int32_t)((uint32_t)index->entries[at] >> shift));
            }
        }
    }
    for (int32_t nth = 0; nth < question->extras; nth++) weigh(table, question, question->extra[nth]);
}
