import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backlog } from '../../../../packages/core/src/receiver/stream/backlog.ts';
import { ConnectionCounter } from '../../../../packages/core/src/receiver/stream/connection-counter.ts';

test('a backlog wakes those that wait each time something is taken, and tells when it is empty', () => {
  const events: string[] = [];
  const backlog = new Backlog(10, 15, () => events.push('empty'));
  const member = (name: string, pendingCost: number) => ({
    pendingCost,
    resumeReading: () => events.push(name),
  });
  const [a, b, gone] = [member('a', 10), member('b', 6), member('gone', 12)];
  backlog.add(10);
  backlog.add(4);
  assert.equal(backlog.isFull(a), true);
  assert.equal(backlog.isFull(b), false);
  assert.equal(backlog.isFull(gone), true);
  backlog.forget(gone);
  backlog.add(1);
  assert.equal(backlog.isFull(b), true);
  backlog.remove(10);
  assert.deepEqual(events, ['a', 'b']);
  backlog.remove(5);
  assert.deepEqual(events, ['a', 'b', 'empty']);
  assert.equal(backlog.total, 0);
});

test('a counter of connections counts in all and by address, and forgets', () => {
  const counter = new ConnectionCounter(4, 2);
  assert.equal(counter.enter('10.0.0.1'), undefined);
  assert.equal(counter.enter('10.0.0.1'), undefined);
  assert.equal(counter.enter('10.0.0.1'), 'more than 2 connections from 10.0.0.1');
  assert.equal(counter.enter('10.0.0.2'), undefined);
  assert.equal(counter.enter(undefined), undefined);
  assert.equal(counter.enter('10.0.0.3'), 'more than 4 connections');
  counter.leave('10.0.0.1');
  assert.equal(counter.enter('10.0.0.1'), undefined);
  counter.leave(undefined);
  counter.leave('10.0.0.2');
  assert.equal(counter.total, 2);
});
