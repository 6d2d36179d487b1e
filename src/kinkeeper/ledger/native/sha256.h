/* SHA-256 (FIPS 180-4): by the processor's own instructions where it has them, else in plain C. */
#ifndef KINKEEPER_SHA256_H
#define KINKEEPER_SHA256_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define HASH_BYTES 32
#define BLOCK 64

/* Four bytes in network order. */
static inline uint32_t word_at(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* `opening`, of less than a block, and then `rest`. */
typedef struct {
    const uint8_t *opening;
    size_t opening_length;
    const uint8_t *rest;
    size_t length;
} Message;

EXPORT void sha256(const Message *message, uint8_t *hash);

/* Two at once, in little more time than one of them takes. */
EXPORT void sha256_two(const Message *one, const Message *other, uint8_t *hash, uint8_t *other_hash);

#endif
