import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { beforeEach, describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import { Confirmation } from '../../../../../packages/core/src/destination/stream/confirmation/confirmation.ts';
import { Inquiry } from '../../../../../packages/core/src/destination/stream/confirmation/inquiry.ts';
import { ReplayWindow } from '../../../../../packages/core/src/destination/stream/confirmation/replay-window.ts';
import { Connector } from '../../../../../packages/core/src/destination/stream/connector.ts';
import type { Generation } from '../../../../../packages/core/src/destination/stream/generation/generation.ts';
import { Generations } from '../../../../../packages/core/src/destination/stream/generation/generations.ts';
import { Opener } from '../../../../../packages/core/src/destination/stream/opener.ts';
import { ipAddress } from '../../../../../packages/core/src/net/address.ts';
import { FakeClock } from '../../../../support/fake-clock.ts';
import { frameRun } from '../../../../support/frame-run.ts';
import { finish, idleGeneration } from '../../../../support/idle-generation.ts';

const TIMEOUT_MS = 30_000;
const CROWDED_MS = 1_000;
const address = ipAddress('127.0.0.1', 1);
const refused = new HekaError('CONNECT_FAILED', 'refused');

/** What the inquiry left to its owner. */
let done: string[];
/** The sockets of the connections that it opened, oldest first. */
let opened: Socket[];
/** True: nobody listens. */
let isRefused: boolean;
let clock: FakeClock;
let connector: Connector;
let generations: Generations;
let confirmation: Confirmation;
let window: ReplayWindow;
let inquiry: Inquiry;
let current: Generation;
let lastId: number;

beforeEach(() => {
  done = [];
  opened = [];
  isRefused = false;
  // Opened generations count from 1, those of the test from 0 downwards: they are older.
  lastId = 1;
  clock = new FakeClock();
  connector = new Connector({
    sender: {
      kind: 'stream',
      url: 'tcp://nowhere:1',
      lookup: () => Promise.resolve([address]),
      connect: () => ({ opened: isRefused ? Promise.reject(refused) : accept(), abort: () => {} }),
    },
    reconnect: {
      enabled: true,
      tries: 10,
      name: 'fixed',
      initialDelayMs: 700,
      maxDelayMs: 700,
      factor: 1,
      randomisationFactor: 0,
      connectTimeoutMs: 10_000,
    },
    clock,
    random: () => 0.5,
  });
  generations = new Generations();
  confirmation = new Confirmation({ settleTimeMs: 2_000, confirmTimeoutMs: TIMEOUT_MS }, clock, {
    confirm: () => {},
    unsettled: () => {},
    distrust: () => {},
    suspect: () => {},
    doubt: () => {},
    overdue: () => {},
  });
  window = new ReplayWindow(TIMEOUT_MS, clock, () => {});
  const opener = new Opener({
    connector,
    generations,
    clock,
    hooks: {
      written: () => {},
      closedCleanly: (generation, closeMs) => {
        done.push(`answer ${inquiry.answer(generation) ?? 'of another'}`);
        confirmation.closed(generation, closeMs);
      },
      failed: (generation) => {
        generation.fail();
        generations.delete(generation);
        confirmation.forget(generation);
        inquiry.lost(generation);
      },
    },
    attemptFailed: ({ message }) => done.push(`failed: ${message}`),
    free: () => {},
  });
  inquiry = new Inquiry({
    clock,
    confirmTimeoutMs: TIMEOUT_MS,
    connector,
    opener,
    generations,
    confirmation,
    window,
    hooks: {
      carry: () => done.push('carry'),
      lost: (generation) => done.push(`lost ${generation.id}`),
      dismiss: (generation) => {
        done.push('dismiss');
        confirmation.forget(generation);
        void generations.dismiss(generation);
        opened.at(-1)?.emit('close', false);
      },
      warn: () => done.push('warn'),
      later: (waitMs) => done.push(`later ${waitMs}`),
    },
  });
  current = open(1);
  generations.current = current;
});

function accept(): Promise<Socket> {
  const socket = new Socket();
  opened.push(socket);
  return Promise.resolve(socket);
}

/** A connection that is older than any question. */
function open(frames: number, port = 1): Generation {
  lastId -= 1;
  const generation = idleGeneration({ id: lastId, clock, frames, port });
  generations.add(generation);
  return generation;
}

/** One whose close is awaited. */
function ended(): Generation {
  const generation = open(1);
  generation.beginEnd(current);
  generation.end();
  finish(generation);
  confirmation.ended(generation);
  return generation;
}

/** Looks what can be done, and lets attempts to connect come to their end. */
async function advance(): Promise<boolean> {
  const isAsking = inquiry.advance(current);
  await new Promise((resolve) => setImmediate(resolve));
  return isAsking;
}

/** The peer closes the connection that was opened last. */
function close(): void {
  for (const event of ['finish', 'end', 'close']) opened.at(-1)?.emit(event, false);
}

async function askAndAnswer(): Promise<void> {
  inquiry.doubt();
  await advance();
  close();
}

/** A connection opened after the question carries what is sent. */
function renew(frames = 1): Generation {
  const next = idleGeneration({ id: 100 + generations.list().length, clock, frames });
  generations.add(next);
  generations.current = next;
  return next;
}

describe('a question', () => {
  it('is asked after a doubt: a connection that carries nothing is ended and awaited', async () => {
    ended();
    assert.equal(await advance(), false, 'nothing is doubted');
    inquiry.doubt();
    assert.equal(await advance(), true);
    assert.equal(opened.length, 1);
    const question = generations.list().at(-1);
    assert.deepEqual([question?.state, question?.cargo.frames], ['ended', 0]);
    assert.equal(await advance(), false, 'it is asked once');
    assert.equal(opened.length, 1);
  });

  it('is not asked when no close is awaited, and the doubt is forgotten', async () => {
    inquiry.doubt();
    assert.equal(await advance(), false);
    ended();
    assert.equal(await advance(), false);
    assert.equal(inquiry.soughtMs, 0);
  });

  it('is answered by a clean close, after as long as the receiver was silent', async () => {
    ended();
    inquiry.doubt();
    await advance();
    clock.advance(300);
    close();
    assert.deepEqual(done, ['answer 300']);
  });

  it('counts the silence from the first one that was not answered', async () => {
    ended();
    inquiry.doubt();
    await advance();
    clock.advance(TIMEOUT_MS);
    inquiry.doubt();
    await advance();
    clock.advance(300);
    close();
    assert.deepEqual(done, ['dismiss', `answer ${TIMEOUT_MS + 300}`]);
  });

  it('is not answered by the close of another connection', async () => {
    const other = ended();
    inquiry.doubt();
    await advance();
    assert.equal(inquiry.answer(other), undefined);
    assert.equal(inquiry.wantsEnd(current), false);
  });

  it('stands for several doubts until half of the timeout has passed', async () => {
    ended();
    inquiry.doubt();
    await advance();
    clock.advance(TIMEOUT_MS / 2 - 1);
    inquiry.doubt();
    await advance();
    assert.equal(opened.length, 1);
    clock.advance(1);
    inquiry.doubt();
    await advance();
    assert.deepEqual([opened.length, done], [2, ['dismiss']]);
  });

  it('is asked again when its connection is lost', async () => {
    ended();
    inquiry.doubt();
    await advance();
    opened[0]?.emit('error', new Error('reset'));
    await advance();
    assert.equal(opened.length, 2);
  });

  it('is let go when no close is awaited any more', async () => {
    const one = ended();
    inquiry.doubt();
    await advance();
    confirmation.forget(one);
    await advance();
    assert.deepEqual(done, ['dismiss']);
    assert.equal(inquiry.soughtMs, 0);
  });

  it('waits as long as no attempt to connect may be made', async () => {
    ended();
    connector.failed();
    inquiry.doubt();
    assert.equal(await advance(), false);
    assert.deepEqual([opened.length, done], [0, ['later 700']]);
    clock.advance(700);
    assert.equal(await advance(), true);
  });

  it('that cannot be asked is a failed attempt', async () => {
    ended();
    isRefused = true;
    inquiry.doubt();
    await advance();
    assert.deepEqual([done.length, connector.failures], [1, 1]);
    assert.match(done[0] ?? '', /^failed: .*refused/);
  });

  it('that cannot be asked at an address that the name has left gives up what was sent there', async () => {
    const one = ended();
    generations.delete(current);
    current = open(1, 2);
    generations.current = current;
    isRefused = true;
    inquiry.doubt();
    await advance();
    assert.deepEqual(done, [`lost ${one.id}`]);
  });

  it('carries what is sent if the current connection was lost meanwhile', async () => {
    ended();
    inquiry.doubt();
    const asked = advance();
    generations.delete(current);
    await asked;
    assert.deepEqual(done, ['carry']);
    assert.equal(generations.list().at(-1)?.state, 'open');
  });
});

describe('at the limit of connections', () => {
  it('a question is asked when all closes have been awaited for a second', async () => {
    ended();
    clock.advance(400);
    ended();
    clock.advance(CROWDED_MS - 1);
    assert.equal(await advance(), false);
    assert.deepEqual(done, [`later ${CROWDED_MS}`]);
    clock.advance(1);
    assert.equal(await advance(), true);
    assert.equal(opened.length, 1);
  });

  it('none is asked before confirmTimeout while the current connection moves', async () => {
    ended();
    ended();
    Object.defineProperty(current, 'isMoving', { value: true });
    clock.advance(TIMEOUT_MS - 1);
    inquiry.doubt();
    assert.equal(await advance(), false);
    assert.deepEqual(done, [`later ${CROWDED_MS}`]);
    clock.advance(1);
    assert.equal(await advance(), true);
  });

  it('a question may exceed it by one', async () => {
    ended();
    ended();
    ended();
    clock.advance(TIMEOUT_MS);
    inquiry.doubt();
    assert.equal(await advance(), false);
    assert.equal(opened.length, 0);
  });
});

describe('the answer to a question', () => {
  it('wants the end of a connection that carries frames and is older', async () => {
    ended();
    assert.equal(inquiry.wantsEnd(current), false);
    await askAndAnswer();
    assert.equal(inquiry.wantsEnd(current), true);
    assert.equal(inquiry.wantsEnd(open(0)), false, 'it carries nothing');
    assert.equal(inquiry.wantsEnd(open(1, 2)), false, 'it goes to another address');
  });

  it('wants the end of the first one after it that carries frames, which is the evidence, and no more', async () => {
    ended();
    await askAndAnswer();
    const evidence = renew();
    assert.equal(inquiry.wantsEnd(evidence), true);
    assert.equal(inquiry.wantsEnd(renew()), false);
  });

  it('lets two connections exceed the limit', async () => {
    ended();
    assert.equal(inquiry.extraConnections(current), 0);
    inquiry.doubt();
    await advance();
    assert.equal(inquiry.extraConnections(current), 0, 'not answered yet');
    clock.advance(CROWDED_MS);
    close();
    assert.equal(inquiry.extraConnections(current), 2);
  });

  it('does not while what was ended before has waited for less than a second', async () => {
    ended();
    clock.advance(CROWDED_MS - 1);
    await askAndAnswer();
    assert.equal(inquiry.extraConnections(current), 0);
    clock.advance(1);
    assert.equal(inquiry.extraConnections(current), 2);
  });

  it('is evidence by itself only if nothing has been sent since', async () => {
    ended();
    await askAndAnswer();
    const question = generations.list().at(-1) as Generation;
    assert.equal(inquiry.isEvidence(question), false);
    assert.equal(inquiry.isEvidence(current), true);
    current.cargo.takeAll();
    assert.equal(inquiry.isEvidence(question), true);
    current.cargo.add(frameRun(1));
    generations.delete(current);
    assert.equal(inquiry.isEvidence(question), true);
  });

  it('has been sought since the first doubt', async () => {
    ended();
    inquiry.doubt();
    clock.advance(200);
    await advance();
    clock.advance(300);
    close();
    assert.equal(inquiry.soughtMs, 500);
  });
});

describe('connections against which there is evidence', () => {
  it('make room for as many others, at most two', () => {
    const dead = [ended(), ended(), ended()];
    clock.advance(100);
    const witness = open(1);
    assert.equal(inquiry.extraConnections(current), 0);
    confirmation.accuse(witness, clock.now());
    assert.equal(inquiry.extraConnections(current), 2);
    for (const one of dead.slice(1)) confirmation.forget(one);
    assert.equal(inquiry.extraConnections(current), 1);
  });
});

describe('a peer that never closes', () => {
  /** The question and two generations have waited for the timeout. */
  async function silence(): Promise<void> {
    ended();
    ended();
    clock.advance(CROWDED_MS);
    await advance();
    opened[0]?.emit('finish');
    clock.advance(TIMEOUT_MS);
  }

  it('brings the replay window and a warning, and the question is over', async () => {
    await silence();
    inquiry.overdue();
    assert.deepEqual(done, ['warn', 'dismiss']);
    assert.equal(window.active, true);
  });

  it('is asked again when the window says so, about the current connection, and not because of a doubt', async () => {
    await silence();
    inquiry.overdue();
    await advance();
    inquiry.doubt();
    await advance();
    assert.equal(opened.length, 1);
    inquiry.ask();
    await advance();
    assert.equal(opened.length, 2);
    assert.equal(generations.list().at(-1)?.sentinel, current);
  });

  it('is not asked again at once when the question is lost in the window', async () => {
    await silence();
    inquiry.overdue();
    inquiry.ask();
    await advance();
    opened[1]?.emit('error', new Error('reset'));
    await advance();
    assert.equal(opened.length, 2);
  });

  it('may answer a question in the window long after confirmTimeout', async () => {
    await silence();
    inquiry.overdue();
    await advance();
    inquiry.ask();
    await advance();
    clock.advance(2 * TIMEOUT_MS);
    inquiry.overdue();
    await advance();
    close();
    assert.deepEqual(done, ['warn', 'dismiss', `answer ${2 * TIMEOUT_MS}`]);
  });
});
