// The page "Proof": copy the checkpoint; check a receipt's file here, and send it nowhere. Without script the page says all it says with it.

const text = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const equal = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
const LABEL = new TextEncoder().encode("kinkeeper/commit/v1\n");

class Unreadable extends Error {}

function need(condition) {
  if (!condition) throw new Unreadable();
}

// c2sp.org/tlog-proof: see docs/ledger-format.md
function parse(content) {
  const [head, note] = [content.slice(0, content.indexOf("\n\n")), content.slice(content.indexOf("\n\n") + 2)];
  const [first, extra, index, ...proof] = head.split("\n");
  need(first === "c2sp.org/tlog-proof@v1" && extra.startsWith("extra ") && /^index (0|[1-9]\d{0,14})$/.test(index));
  const parts = JSON.parse(text(bytesOf(extra.slice(6)))).parts;
  const [signed, signatures] = [note.slice(0, note.lastIndexOf("\n\n") + 1), note.slice(note.lastIndexOf("\n\n") + 2)];
  const [origin, size, root] = signed.split("\n");
  return { parts, index: Number(index.slice(6)), proof: proof.map(bytesOf), signed, signatures, origin, size: Number(size), root: bytesOf(root) };
}

async function leafHash(parts) {
  need(parts.length >= 1 && parts.length <= 8);
  const commitments = [];
  for (const part of parts) {
    if (part.commitment) commitments.push(bytesOf(part.commitment));
    else {
      const salt = bytesOf(part.salt);
      need(salt.length === 32);
      commitments.push(await sha256(LABEL, salt, new TextEncoder().encode(part.body)));
    }
  }
  need(commitments.every((one) => one.length === 32));
  return sha256([0], [1, commitments.length], ...commitments);
}

// RFC 9162, 2.1.3.2
async function leadsToRoot(receipt) {
  let [node, at, last] = [await leafHash(receipt.parts), receipt.index, receipt.size - 1];
  if (!(receipt.index < receipt.size)) return false;
  for (const sibling of receipt.proof) {
    if (last === 0 || sibling.length !== 32) return false;
    if (at % 2 || at === last) {
      node = await sha256([1], sibling, node);
      while (at && !(at % 2)) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else node = await sha256([1], node, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && equal(node, receipt.root);
}

// Whether the log signed it: true, false, or undefined where this browser knows no Ed25519.
async function isSigned(receipt, vkey) {
  const [name, id] = vkey.split("+");
  const key = bytesOf(vkey.split("+").slice(2).join("+")).slice(1);
  need(receipt.origin === name);
  let known;
  try {
    known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return undefined;
  }
  for (const line of receipt.signatures.split("\n")) {
    const [dash, signer, encoded] = line.split(" ");
    if (dash !== "\u2014" || signer !== name) continue;
    const signature = bytesOf(encoded);
    const hex = [...signature.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === id) return crypto.subtle.verify("Ed25519", known, signature.slice(4), new TextEncoder().encode(receipt.signed));
  }
  return false;
}

async function verdict(file, vkey) {
  try {
    const receipt = parse(text(new Uint8Array(await file.arrayBuffer())));
    const signed = await isSigned(receipt, vkey);
    const good = (await leadsToRoot(receipt)) && signed !== false;
    return [good ? (signed ? "good" : "unsigned") : "bad", receipt];
  } catch {
    return ["unreadable", {}];
  }
}

const box = document.getElementById("receipt-file");
if (box && crypto.subtle && box.dataset.key) {
  box.hidden = false;
  document.getElementById("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const [found, receipt] = await verdict(file, box.dataset.key);
    const answer = document.getElementById("file-answer");
    answer.className = `kk-file-${found}`;
    answer.textContent = answer.dataset[found].replace("{entry}", receipt.index).replace("{size}", receipt.size);
  });
}

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const lines = [...document.querySelectorAll("#checkpoint-lines code")].map((line) => `${line.textContent}\n`);
    await navigator.clipboard.writeText(lines.join(""));
    copy.textContent = copy.dataset.done;
  });
}
