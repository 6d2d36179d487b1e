// Check a log that Kinkeeper made, with nothing but Go's own sumdb packages (golang.org/x/mod/sumdb/note and tlog).
//
// usage: check DIRECTORY
//
// In the directory stand the log's tiles and bundles as C2SP tlog-tiles names them, its checkpoint, the keys of log and witness ("log.key",
// "witness.key"), and "proofs", a line each:
//
//	inclusion <index> <hash>...
//	consistency <old size> <old root> <hash>...
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var directory string

func main() {
	directory = os.Args[1]
	size, root := checkpoint()
	hashes, leaves := entries(size)
	if computed, err := tlog.TreeHash(size, hashes); err != nil || computed != root {
		fail("the entries do not lead to the root: %v %v", computed, err)
	}
	tiles := checkTiles(size, hashes)
	inclusion, consistency := checkProofs(size, root, leaves)
	fmt.Printf("%d entries, %d tiles, %d inclusion proofs, %d consistency proofs\n", size, tiles, inclusion, consistency)
}

// checkpoint opens the checkpoint with the log's and the witness's key and returns its size and root.
func checkpoint() (int64, tlog.Hash) {
	log, err := note.NewVerifier(string(read("log.key")))
	if err != nil {
		fail("log.key: %v", err)
	}
	witness := newCosigner(string(read("witness.key")))
	opened, err := note.Open(read("checkpoint"), note.VerifierList(log, witness))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	if len(opened.Sigs) != 2 {
		fail("checkpoint: %d signatures hold, not 2", len(opened.Sigs))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() {
		fail("checkpoint: these are not its lines: %q", lines)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("checkpoint: %v", err)
	}
	return size, hash(lines[2])
}

// A cosigner verifies the cosignatures of a witness (C2SP tlog-cosignature), which Go's own package does not know.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	id, err := strconv.ParseUint(parts[1], 16, 32)
	key := decode(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		fail("witness.key: not a key of a witness")
	}
	return cosigner{parts[0], uint32(id), ed25519.PublicKey(key[1:])}
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(signature[:8])
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

// stored keeps the hashes of a tree in the order of tlog.StoredHashIndex.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = s[index]
	}
	return found, nil
}

// entries reads every bundle and grows the tree over its leaves.
func entries(size int64) (stored, []tlog.Hash) {
	var hashes stored
	var leaves []tlog.Hash
	for start := int64(0); start < size; start += 1 << height {
		bundle := read(path("entries", start>>height, width(size, start)))
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			leaf := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			added, err := tlog.StoredHashes(int64(len(leaves)), leaf, hashes)
			if err != nil {
				fail("entries: %v", err)
			}
			hashes = append(hashes, added...)
			leaves = append(leaves, tlog.RecordHash(leaf))
		}
	}
	if int64(len(leaves)) != size {
		fail("entries: there are %d, not %d", len(leaves), size)
	}
	return hashes, leaves
}

// checkTiles compares every tile with the one that Go makes of the entries.
func checkTiles(size int64, hashes stored) int {
	count := 0
	for level := 0; size>>(height*level) > 0; level++ {
		wide := size >> (height * level)
		for start := int64(0); start < wide; start += 1 << height {
			tile := tlog.Tile{H: height, L: level, N: start >> height, W: width(wide, start)}
			made, err := tlog.ReadTileData(tile, hashes)
			if err != nil || !bytes.Equal(made, read(path(strconv.Itoa(level), tile.N, tile.W))) {
				fail("tile %d/%d is not what the entries make: %v", level, tile.N, err)
			}
			count++
		}
	}
	return count
}

func checkProofs(size int64, root tlog.Hash, leaves []tlog.Hash) (inclusion, consistency int) {
	for _, line := range strings.Split(strings.TrimSpace(string(read("proofs"))), "\n") {
		words := strings.Fields(line)
		n, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			fail("proofs: %v", err)
		}
		var proof []tlog.Hash
		for _, word := range words[2:] {
			proof = append(proof, hash(word))
		}
		if words[0] == "inclusion" {
			err = tlog.CheckRecord(tlog.RecordProof(proof), size, root, n, leaves[n])
			inclusion++
		} else {
			err = tlog.CheckTree(tlog.TreeProof(proof[1:]), size, root, n, proof[0])
			consistency++
		}
		if err != nil {
			fail("%s %d: %v", words[0], n, err)
		}
	}
	return
}

func width(size, start int64) int {
	if size-start < 1<<height {
		return int(size - start)
	}
	return 1 << height
}

func path(kind string, n int64, wide int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if wide < 1<<height {
		name += fmt.Sprintf(".p/%d", wide)
	}
	return filepath.Join("tile", kind, name)
}

func read(name string) []byte {
	content, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		fail("%v", err)
	}
	return content
}

func decode(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		fail("%v", err)
	}
	return data
}

func hash(text string) tlog.Hash {
	var h tlog.Hash
	if data := decode(text); copy(h[:], data) != len(data) || len(data) != len(h) {
		fail("not a hash: %s", text)
	}
	return h
}

func fail(format string, arguments ...interface{}) {
	fmt.Printf(format+"\n", arguments...)
	os.Exit(1)
}
