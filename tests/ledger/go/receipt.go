// Check a receipt that Kinkeeper made, as docs/ledger-format.md describes it, with nothing but Go's own sumdb packages.
//
// usage: receipt FILE KEY
//
// FILE is the receipt (.tlog-proof), KEY a file with the log's key. Prints where the entry stands and the receipt's number.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A part is shown with its body and salt, or stands there as its commitment.
type part struct {
	Body       *string
	Salt       string
	Commitment string
}

func main() {
	text := read(os.Args[1])
	top, checkpoint, found := strings.Cut(text, "\n\n")
	if !found {
		fail("no empty line")
	}
	lines := strings.Split(top, "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("these are not its lines: %q", lines)
	}
	leaf := leafOf(after(lines[1], "extra "))
	index, err := strconv.ParseInt(after(lines[2], "index "), 10, 64)
	if err != nil {
		fail("index: %v", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		proof = append(proof, hash(line))
	}
	size, root := open(checkpoint, read(os.Args[2]))
	if err := tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(leaf)); err != nil {
		fail("the entry is not in the log: %v", err)
	}
	fmt.Printf("entry %d of %d, %s\n", index, size, number(index, leaf))
}

// leafOf makes the leaf of the parts in the extra line: 0x01, how many they are, their commitments.
func leafOf(extra string) []byte {
	var said struct{ Parts []part }
	if err := json.Unmarshal(decode(extra), &said); err != nil {
		fail("extra: %v", err)
	}
	leaf := []byte{1, byte(len(said.Parts))}
	for _, one := range said.Parts {
		commitment := []byte(nil)
		if one.Body != nil {
			salt := decode(one.Salt)
			if len(salt) != 32 {
				fail("a salt has %d bytes", len(salt))
			}
			sum := sha256.Sum256([]byte("kinkeeper/commit/v1\n" + string(salt) + *one.Body))
			commitment = sum[:]
		} else {
			commitment = decode(one.Commitment)
		}
		if len(commitment) != 32 {
			fail("a commitment has %d bytes", len(commitment))
		}
		leaf = append(leaf, commitment...)
	}
	return leaf
}

// open returns size and root of a checkpoint that the log signed.
func open(checkpoint, key string) (int64, tlog.Hash) {
	log, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		fail("key: %v", err)
	}
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(log))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() {
		fail("checkpoint: these are not its lines: %q", lines)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("size: %v", err)
	}
	return size, hash(lines[2])
}

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// number is what stands under the code on paper: position, 40 bits of the leaf's hash, and Luhn's check letter over both.
func number(index int64, leaf []byte) string {
	hashed := tlog.RecordHash(leaf)
	bits, token := uint64(0), ""
	for _, one := range hashed[:5] {
		bits = bits<<8 | uint64(one)
	}
	for shift := 35; shift >= 0; shift -= 5 {
		token += string(letters[bits>>shift&31])
	}
	position, total := strconv.FormatInt(index, 10), 0
	for at, all := 0, position+token; at < len(all); at++ {
		value := strings.IndexByte(letters, all[len(all)-1-at])
		if at%2 == 0 {
			value *= 2
		}
		total += value/32 + value%32
	}
	return fmt.Sprintf("KK-%s-%s-%s-%c", position, token[:4], token[4:], letters[(32-total%32)%32])
}

func after(line, word string) string {
	if !strings.HasPrefix(line, word) {
		fail("%q does not begin with %q", line, word)
	}
	return line[len(word):]
}

func hash(text string) tlog.Hash {
	found, err := tlog.ParseHash(text)
	if err != nil {
		fail("%q: %v", text, err)
	}
	return found
}

func decode(text string) []byte {
	found, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		fail("%q: %v", text, err)
	}
	return found
}

func read(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		fail("%v", err)
	}
	return string(data)
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "FAIL: "+format+"\n", values...)
	os.Exit(1)
}
