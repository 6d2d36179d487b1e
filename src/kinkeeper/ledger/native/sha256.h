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

/* The hash over `opening`, of less than a block, and then `rest`. */
EXPORT void sha256(const uint8_t *opening, size_t opening_length, const uint8_t *rest, size_t length, uint8_t *hash);

#endif
