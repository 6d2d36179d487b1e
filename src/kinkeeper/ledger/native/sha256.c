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

static uint32_t big(const uint8_t *at) { return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]; }

static uint32_t turned(uint32_t word, int by) { return word >> by | word << (32 - by); }

static void plain(uint32_t *state, const uint8_t *data, size_t blocks) {
    for (; blocks; blocks--, data += BLOCK) {
        uint32_t w[64];
        for (int t = 0; t < 16; t++) w[t] = big(data + 4 * t);
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

#if defined(__x86_64__)
/* Four rounds an instruction pair; the words of the schedule are made three steps ahead of their use. */
__attribute__((target("sha,sse4.1"))) static void instructions(uint32_t *state, const uint8_t *data, size_t blocks) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
    __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xf0);
    for (; blocks; blocks--, data += BLOCK) {
        __m128i before = abef, other = cdgh, w[4];
        for (int at = 0; at < 4; at++) w[at] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * at)), swap);
#pragma GCC unroll 16
        for (int step = 0; step < 16; step++) {
            __m128i now = w[step & 3], keyed = _mm_add_epi32(now, _mm_load_si128((const __m128i *)(K + 4 * step)));
            if (step < 12) {
                __m128i next = w[(step + 1) & 3], third = w[(step + 2) & 3], last = w[(step + 3) & 3];
                __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(now, next), _mm_alignr_epi8(last, third, 4));
                w[step & 3] = _mm_sha256msg2_epu32(sum, last);
            }
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(keyed, 0x0e));
        }
        abef = _mm_add_epi32(abef, before);
        cdgh = _mm_add_epi32(cdgh, other);
    }
    low = _mm_shuffle_epi32(abef, 0x1b);
    high = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

static int has_instructions(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}
#endif

static void (*take)(uint32_t *state, const uint8_t *data, size_t blocks) = plain;

/* Called once when the kernel is loaded, and by tests: which of the two ways is taken. Says whether it is the processor's. */
EXPORT int hash_by_instructions(int wanted) {
    take = plain;
#if defined(__x86_64__)
    if (wanted && has_instructions()) take = instructions;
    return take == instructions;
#else
    (void)wanted;
    return 0;
#endif
}

EXPORT void sha256(const uint8_t *opening, size_t opening_length, const uint8_t *rest, size_t length, uint8_t *hash) {
    uint8_t edge[2 * BLOCK] = {0};
    uint64_t bits = 8 * (uint64_t)(opening_length + length);
    uint32_t state[8];
    memcpy(state, START, sizeof state);
    memcpy(edge, opening, opening_length);
    if (opening_length + length >= BLOCK) {
        size_t taken = BLOCK - opening_length, blocks = (length - taken) / BLOCK;
        memcpy(edge + opening_length, rest, taken);
        take(state, edge, 1);
        take(state, rest + taken, blocks);
        rest += taken + blocks * BLOCK;
        length -= taken + blocks * BLOCK;
        opening_length = 0;
        memset(edge, 0, BLOCK);
    }
    memcpy(edge + opening_length, rest, length);
    length += opening_length;
    edge[length] = 0x80;
    size_t end = length < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    for (int at = 1; at <= 8; at++, bits >>= 8) edge[end - at] = (uint8_t)bits;
    take(state, edge, end / BLOCK);
    for (int at = 0; at < HASH_BYTES; at++) hash[at] = (uint8_t)(state[at / 4] >> (24 - 8 * (at % 4)));
}
