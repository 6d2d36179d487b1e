#include "sha256.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static const uint32_t K[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t START[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static uint32_t turned(uint32_t word, int by) { return word >> by | word << (32 - by); }

static void plain(uint32_t *state, const uint8_t *data, size_t blocks) {
    for (; blocks; blocks--, data += BLOCK) {
        uint32_t w[64];
        for (int t = 0; t < 16; t++) w[t] = word_at(data + 4 * t);
        for (int t = 16; t < 64; t++) {
            uint32_t one = w[t - 15], two = w[t - 2];
            w[t] = w[t - 16] + (turned(one, 7) ^ turned(one, 18) ^ one >> 3) + w[t - 7] + (turned(two, 17) ^ turned(two, 19) ^ two >> 10);
        }
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int t = 0; t < 64; t++) {
            uint32_t first = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t];
            uint32_t second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            h = g; g = f; f = e; e = d + first;
            d = c; c = b; b = a; a = first + second;
        }
        state[0] += a; state[1] += b; state[2] += c; state[3] += d;
        state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    }
}

static void plain_two(uint32_t *state, const uint8_t *data, uint32_t *state2, const uint8_t *data2, size_t blocks) {
    plain(state, data, blocks);
    plain(state2, data2, blocks);
}

#if defined(__x86_64__)
/* Four rounds an instruction pair; the words of the schedule are made three steps ahead of their use. Two messages side by side, because
 * the processor can begin a pair of rounds for one while those of the other are under way. */
typedef struct { __m128i abef, cdgh; } Lane;

__attribute__((target("sha,sse4.1"))) static inline Lane loaded(const uint32_t *state) {
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
    __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    return (Lane){_mm_alignr_epi8(low, high, 8), _mm_blend_epi16(high, low, 0xf0)};
}

__attribute__((target("sha,sse4.1"))) static inline void store(uint32_t *state, Lane lane) {
    __m128i low = _mm_shuffle_epi32(lane.abef, 0x1b), high = _mm_shuffle_epi32(lane.cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

__attribute__((target("sha,sse4.1"), always_inline)) static inline void four_rounds(Lane *lane, __m128i *w, int step) {
    __m128i now = w[step & 3], keyed = _mm_add_epi32(now, _mm_load_si128((const __m128i *)(K + 4 * step)));
    if (step < 12) {
        __m128i next = w[(step + 1) & 3], third = w[(step + 2) & 3], last = w[(step + 3) & 3];
        w[step & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(now, next), _mm_alignr_epi8(last, third, 4)), last);
    }
    lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, keyed);
    lane->abef = _mm_sha256rnds2_epu32(lane->abef, lane->cdgh, _mm_shuffle_epi32(keyed, 0x0e));
}

__attribute__((target("sha,sse4.1"), always_inline)) static inline void words(__m128i *w, const uint8_t *data) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    for (int at = 0; at < 4; at++) w[at] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * at)), swap);
}

__attribute__((target("sha,sse4.1"))) static void instructions(uint32_t *state, const uint8_t *data, size_t blocks) {
    Lane lane = loaded(state);
    for (; blocks; blocks--, data += BLOCK) {
        Lane before = lane;
        __m128i w[4];
        words(w, data);
#pragma GCC unroll 16
        for (int step = 0; step < 16; step++) four_rounds(&lane, w, step);
        lane.abef = _mm_add_epi32(lane.abef, before.abef);
        lane.cdgh = _mm_add_epi32(lane.cdgh, before.cdgh);
    }
    store(state, lane);
}

__attribute__((target("sha,sse4.1"))) static void instructions_two(uint32_t *state, const uint8_t *data,
                                                                       uint32_t *state2, const uint8_t *data2, size_t blocks) {
    Lane lane = loaded(state), lane2 = loaded(state2);
    for (; blocks; blocks--, data += BLOCK, data2 += BLOCK) {
        Lane before = lane, before2 = lane2;
        __m128i w[4], w2[4];
        words(w, data);
        words(w2, data2);
#pragma GCC unroll 16
        for (int step = 0; step < 16; step++) {
            four_rounds(&lane, w, step);
            four_rounds(&lane2, w2, step);
        }
        lane.abef = _mm_add_epi32(lane.abef, before.abef);
        lane.cdgh = _mm_add_epi32(lane.cdgh, before.cdgh);
        lane2.abef = _mm_add_epi32(lane2.abef, before2.abef);
        lane2.cdgh = _mm_add_epi32(lane2.cdgh, before2.cdgh);
    }
    store(state, lane);
    store(state2, lane2);
}

static int has_instructions(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}
#endif

static void (*take)(uint32_t *, const uint8_t *, size_t) = plain;
static void (*take_two)(uint32_t *, const uint8_t *, uint32_t *, const uint8_t *, size_t) = plain_two;

/* Called once when the kernel is loaded, and by tests: which of the two ways is taken. Says whether it is the processor's. */
EXPORT int hash_by_instructions(int wanted) {
    take = plain;
    take_two = plain_two;
#if defined(__x86_64__)
    if (wanted && has_instructions()) {
        take = instructions;
        take_two = instructions_two;
        return 1;
    }
#endif
    (void)wanted;
    return 0;
}

/* A message as the blocks that are hashed: one that its opening begins, those that lie as they are, and one or two with the end. */
typedef struct {
    const uint8_t *data[3];
    size_t blocks[3];
    int run;
    uint32_t state[8];
    uint8_t first[BLOCK], last[2 * BLOCK];
} Work;

static void prepare(Work *work, const Message *message) {
    size_t opening = message->opening_length, left = message->length;
    const uint8_t *rest = message->rest;
    uint64_t bits = 8 * (uint64_t)(opening + left);
    memcpy(work->state, START, sizeof START);
    work->run = 0;
    work->blocks[0] = work->blocks[1] = 0;
    if (opening + left >= BLOCK) {
        size_t taken = BLOCK - opening;
        memcpy(work->first, message->opening, opening);
        memcpy(work->first + opening, rest, taken);
        work->data[0] = work->first;
        work->blocks[0] = 1;
        work->data[1] = rest + taken;
        work->blocks[1] = (left - taken) / BLOCK;
        taken += work->blocks[1] * BLOCK;
        rest += taken;
        left -= taken;
        opening = 0;
    }
    memcpy(work->last, message->opening, opening);
    memcpy(work->last + opening, rest, left);
    left += opening;
    work->data[2] = work->last;
    work->blocks[2] = left < BLOCK - 8 ? 1 : 2;
    size_t end = work->blocks[2] * BLOCK;
    work->last[left] = 0x80;
    memset(work->last + left + 1, 0, end - left - 1);
    for (int at = 1; at <= 8; at++, bits >>= 8) work->last[end - at] = (uint8_t)bits;
}

/* Whether there is anything left; the run is then one that has blocks. */
static int goes_on(Work *work) {
    while (work->run < 3 && !work->blocks[work->run]) work->run++;
    return work->run < 3;
}

static void done(Work *work, size_t blocks) {
    work->data[work->run] += blocks * BLOCK;
    work->blocks[work->run] -= blocks;
}

static void finish(Work *work, uint8_t *hash) {
    for (; goes_on(work); work->run++) take(work->state, work->data[work->run], work->blocks[work->run]);
    for (int at = 0; at < 8; at++, hash += 4) {
        uint32_t word = work->state[at];
        hash[0] = (uint8_t)(word >> 24);
        hash[1] = (uint8_t)(word >> 16);
        hash[2] = (uint8_t)(word >> 8);
        hash[3] = (uint8_t)word;
    }
}

EXPORT void sha256(const Message *message, uint8_t *hash) {
    Work work;
    prepare(&work, message);
    finish(&work, hash);
}

EXPORT void sha256_two(const Message *one, const Message *other, uint8_t *hash, uint8_t *other_hash) {
    Work work[2];
    prepare(&work[0], one);
    prepare(&work[1], other);
    while (goes_on(&work[0]) & goes_on(&work[1])) {
        size_t mine = work[0].blocks[work[0].run], theirs = work[1].blocks[work[1].run], both = mine < theirs ? mine : theirs;
        take_two(work[0].state, work[0].data[work[0].run], work[1].state, work[1].data[work[1].run], both);
        done(&work[0], both);
        done(&work[1], both);
    }
    finish(&work[0], hash);
    finish(&work[1], other_hash);
}
