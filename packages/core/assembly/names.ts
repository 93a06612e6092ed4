/**
 * Names of members: a tree of nodes, one for each place at which a member was seen. The host makes them; here they are
 * found: by a guess, for a record's members most often come in the order of the record before, else by a hash.
 */

import {
  NODE_FIRST,
  NODE_KEY,
  NODE_KEY_LENGTH,
  NODE_NEXT,
  NODE_PARENT,
  SLOT_COUNT,
  SLOTS_AT,
} from '../src/record/pino/lines/transcoder/memory-layout.ts';
import { BACKSLASH, COLON, equal, QUOTE, stops } from './bytes.ts';
import { makeNode } from './host.ts';

/** Slots that are looked at: keys made to collide must not cost more than making a node. */
const MAX_PROBES = 16;

/** Whether the key of a node stands at a place, with its closing quote and its colon. */
export function hasKey(node: u32, at: u32): bool {
  return equal(at, node + NODE_KEY, load<u32>(node, NODE_KEY_LENGTH));
}

/**
 * Finds the node of a member that was not expected, and expects it from now on.
 *
 * @param previous the node of the member before it; 0 for the first
 * @param at behind the opening quote of the key
 * @returns 0 if the member is not for the transcoder
 */
export function findNode(parent: u32, previous: u32, at: u32): u32 {
  const length = keyLength(at);
  if (length == 0 || load<u8>(at + length + 1) != COLON) return 0;
  let slot = hash(parent, at, length) & (SLOT_COUNT - 1);
  let node: u32 = 0;
  let free: u32 = 0;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const entry: u32 = SLOTS_AT + (slot << 2);
    node = load<u32>(entry);
    if (node == 0) {
      free = entry;
      break;
    }
    if (
      load<u32>(node, NODE_PARENT) == parent &&
      load<u32>(node, NODE_KEY_LENGTH) == length + 2 &&
      hasKey(node, at)
    ) {
      break;
    }
    node = 0;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
  if (node == 0) {
    if (free == 0) return 0;
    node = makeNode(parent, at, length);
    if (node == 0) return 0;
    store<u32>(free, node);
  }
  if (previous == 0) store<u32>(parent, node, NODE_FIRST);
  else store<u32>(previous, node, NODE_NEXT);
  return node;
}

/** Bytes of a key without its quotes; 0 if it has none, or is no JSON. */
function keyLength(at: u32): u32 {
  let end = at;
  while (true) {
    const found = stops(v128.load(end));
    if (found == 0) {
      end += 16;
      continue;
    }
    end += ctz(found);
    const byte = load<u8>(end);
    if (byte == QUOTE) return end - at;
    if (byte != BACKSLASH) return 0;
    end += 2;
  }
}

/** Of the first 8 and the last 8 bytes, the length and the parent. */
function hash(parent: u32, at: u32, length: u32): u32 {
  let first = load<u64>(at);
  let last: u64 = 0;
  if (length < 8) first &= ((1 as u64) << (length << 3)) - 1;
  else last = load<u64>(at + length - 8);
  let sum = (first ^ (parent as u64) ^ ((length as u64) << 32)) * 0x9e37_79b9_7f4a_7c15;
  sum = (sum ^ (sum >> 29) ^ last) * 0xbf58_476d_1ce4_e5b9;
  return (sum >> 40) as u32;
}
