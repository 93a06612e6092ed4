import assert from 'node:assert/strict';
import type { DeliveryStats } from 'heka-core';

/** Asserts the conservation law: every message that was accepted is in exactly one of the other figures. */
export function conserves({
  accepted,
  confirmed,
  unsettled,
  pending,
  dropped,
}: Pick<DeliveryStats, 'accepted' | 'confirmed' | 'unsettled' | 'pending' | 'dropped'>): void {
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  assert.equal(accepted, confirmed + unsettled + pending + lost);
}
