import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { frameRun } from '../../../../support/delivery/frame-run.ts';
import { TestInquiry, CONFIRM_TIMEOUT_MS as TIMEOUT_MS } from '../../../../support/delivery/test-inquiry.ts';

/** How long closes are awaited at the limit of connections before they are doubted. */
const CROWDED_MS = 1_000;

let test: TestInquiry;

beforeEach(() => {
  test = new TestInquiry();
});

describe('a question', () => {
  it('is asked after a doubt: a connection that carries nothing is ended and awaited', async () => {
    test.ended();
    assert.equal(await test.advance(), false, 'nothing is doubted');
    test.inquiry.doubt();
    assert.equal(await test.advance(), true);
    assert.equal(test.opened.length, 1);
    const question = test.generations.list().at(-1);
    assert.deepEqual([question?.state, question?.cargo.frames], ['ended', 0]);
    assert.equal(await test.advance(), false, 'it is asked once');
    assert.equal(test.opened.length, 1);
  });

  it('is not asked when no close is awaited, and the doubt is forgotten', async () => {
    test.inquiry.doubt();
    assert.equal(await test.advance(), false);
    test.ended();
    assert.equal(await test.advance(), false);
    assert.equal(test.inquiry.soughtMs, 0);
  });

  it('is answered by a clean close, after as long as the receiver was silent', async () => {
    test.ended();
    test.inquiry.doubt();
    await test.advance();
    test.clock.advance(300);
    test.close();
    assert.deepEqual(test.done, ['answer 300']);
  });

  it('counts the silence from the first one that was not answered', async () => {
    test.ended();
    test.inquiry.doubt();
    await test.advance();
    test.clock.advance(TIMEOUT_MS);
    test.inquiry.doubt();
    await test.advance();
    test.clock.advance(300);
    test.close();
    assert.deepEqual(test.done, ['dismiss', `answer ${TIMEOUT_MS + 300}`]);
  });

  it('is not answered by the close of another connection', async () => {
    const other = test.ended();
    test.inquiry.doubt();
    await test.advance();
    assert.equal(test.inquiry.answer(other), undefined);
    assert.equal(test.inquiry.wantsEnd(test.current), false);
  });

  it('stands for several doubts until half of the timeout has passed', async () => {
    test.ended();
    test.inquiry.doubt();
    await test.advance();
    test.clock.advance(TIMEOUT_MS / 2 - 1);
    test.inquiry.doubt();
    await test.advance();
    assert.equal(test.opened.length, 1);
    test.clock.advance(1);
    test.inquiry.doubt();
    await test.advance();
    assert.deepEqual([test.opened.length, test.done], [2, ['dismiss']]);
  });

  it('is asked again when its connection is lost', async () => {
    test.ended();
    test.inquiry.doubt();
    await test.advance();
    test.opened[0]?.emit('error', new Error('reset'));
    await test.advance();
    assert.equal(test.opened.length, 2);
  });

  it('is let go when no close is awaited any more', async () => {
    const one = test.ended();
    test.inquiry.doubt();
    await test.advance();
    test.confirmation.forget(one);
    await test.advance();
    assert.deepEqual(test.done, ['dismiss']);
    assert.equal(test.inquiry.soughtMs, 0);
  });

  it('waits as long as no attempt to connect may be made', async () => {
    test.ended();
    test.connector.failed();
    test.inquiry.doubt();
    assert.equal(await test.advance(), false);
    assert.deepEqual([test.opened.length, test.done], [0, ['later 700']]);
    test.clock.advance(700);
    assert.equal(await test.advance(), true);
  });

  it('that cannot be asked is a failed attempt', async () => {
    test.ended();
    test.isRefused = true;
    test.inquiry.doubt();
    await test.advance();
    assert.deepEqual([test.done.length, test.connector.failures], [1, 1]);
    assert.match(test.done[0] ?? '', /^failed: .*refused/);
  });

  it('that cannot be asked at an address that the name has left gives up what was sent there', async () => {
    const one = test.ended();
    test.generations.delete(test.current);
    test.current = test.open(1, 2);
    test.generations.current = test.current;
    test.isRefused = true;
    test.inquiry.doubt();
    await test.advance();
    assert.deepEqual(test.done, [`lost ${one.id}`]);
  });

  it('carries what is sent if the current connection was lost meanwhile', async () => {
    test.ended();
    test.inquiry.doubt();
    const asked = test.advance();
    test.generations.delete(test.current);
    await asked;
    assert.deepEqual(test.done, ['carry']);
    assert.equal(test.generations.list().at(-1)?.state, 'open');
  });
});

describe('at the limit of connections', () => {
  it('a question is asked when all closes have been awaited for a second', async () => {
    test.ended();
    test.clock.advance(400);
    test.ended();
    test.clock.advance(CROWDED_MS - 1);
    assert.equal(await test.advance(), false);
    assert.deepEqual(test.done, [`later ${CROWDED_MS}`]);
    test.clock.advance(1);
    assert.equal(await test.advance(), true);
    assert.equal(test.opened.length, 1);
  });

  it('none is asked before confirmTimeout while the current connection moves', async () => {
    test.ended();
    test.ended();
    Object.defineProperty(test.current, 'isMoving', { value: true });
    test.clock.advance(TIMEOUT_MS - 1);
    test.inquiry.doubt();
    assert.equal(await test.advance(), false);
    assert.deepEqual(test.done, [`later ${CROWDED_MS}`]);
    test.clock.advance(1);
    assert.equal(await test.advance(), true);
  });

  it('a question may exceed it by one', async () => {
    test.ended();
    test.ended();
    test.ended();
    test.clock.advance(TIMEOUT_MS);
    test.inquiry.doubt();
    assert.equal(await test.advance(), false);
    assert.equal(test.opened.length, 0);
  });
});

describe('the answer to a question', () => {
  it('wants the end of a connection that carries frames and is older', async () => {
    test.ended();
    assert.equal(test.inquiry.wantsEnd(test.current), false);
    await test.askAndAnswer();
    assert.equal(test.inquiry.wantsEnd(test.current), true);
    assert.equal(test.inquiry.wantsEnd(test.open(0)), false, 'it carries nothing');
    assert.equal(test.inquiry.wantsEnd(test.open(1, 2)), false, 'it goes to another address');
  });

  it('wants the end of the first one after it that carries frames, which is the evidence, and no more', async () => {
    test.ended();
    await test.askAndAnswer();
    const evidence = test.renew();
    assert.equal(test.inquiry.wantsEnd(evidence), true);
    assert.equal(test.inquiry.wantsEnd(test.renew()), false);
  });

  it('lets two connections exceed the limit', async () => {
    test.ended();
    assert.equal(test.inquiry.extraConnections(test.current), 0);
    test.inquiry.doubt();
    await test.advance();
    assert.equal(test.inquiry.extraConnections(test.current), 0, 'not answered yet');
    test.clock.advance(CROWDED_MS);
    test.close();
    assert.equal(test.inquiry.extraConnections(test.current), 2);
  });

  it('does not while what was ended before has waited for less than a second', async () => {
    test.ended();
    test.clock.advance(CROWDED_MS - 1);
    await test.askAndAnswer();
    assert.equal(test.inquiry.extraConnections(test.current), 0);
    test.clock.advance(1);
    assert.equal(test.inquiry.extraConnections(test.current), 2);
  });

  it('is evidence by itself only if nothing has been sent since', async () => {
    test.ended();
    await test.askAndAnswer();
    const question = test.generations.list().at(-1);
    assert.ok(question);
    assert.equal(test.inquiry.isEvidence(question), false);
    assert.equal(test.inquiry.isEvidence(test.current), true);
    test.current.cargo.takeAll();
    assert.equal(test.inquiry.isEvidence(question), true);
    test.current.cargo.add(frameRun(1));
    test.generations.delete(test.current);
    assert.equal(test.inquiry.isEvidence(question), true);
  });

  it('has been sought since the first doubt', async () => {
    test.ended();
    test.inquiry.doubt();
    test.clock.advance(200);
    await test.advance();
    test.clock.advance(300);
    test.close();
    assert.equal(test.inquiry.soughtMs, 500);
  });
});

describe('connections against which there is evidence', () => {
  it('make room for as many others, at most two', () => {
    const dead = [test.ended(), test.ended(), test.ended()];
    test.clock.advance(100);
    const witness = test.open(1);
    assert.equal(test.inquiry.extraConnections(test.current), 0);
    test.confirmation.accuse(witness, test.clock.now());
    assert.equal(test.inquiry.extraConnections(test.current), 2);
    for (const one of dead.slice(1)) test.confirmation.forget(one);
    assert.equal(test.inquiry.extraConnections(test.current), 1);
  });
});

describe('a peer that never closes', () => {
  /** The question and two test.generations have waited for the timeout. */
  async function silence(): Promise<void> {
    test.ended();
    test.ended();
    test.clock.advance(CROWDED_MS);
    await test.advance();
    test.opened[0]?.emit('finish');
    test.clock.advance(TIMEOUT_MS);
  }

  it('brings the replay window and a warning, and the question is over', async () => {
    await silence();
    test.inquiry.overdue();
    assert.deepEqual(test.done, ['warn', 'dismiss']);
    assert.equal(test.window.active, true);
  });

  it('is asked again when the window says so, about the current connection, and not because of a doubt', async () => {
    await silence();
    test.inquiry.overdue();
    await test.advance();
    test.inquiry.doubt();
    await test.advance();
    assert.equal(test.opened.length, 1);
    test.inquiry.ask();
    await test.advance();
    assert.equal(test.opened.length, 2);
    assert.equal(test.generations.list().at(-1)?.sentinel, test.current);
  });

  it('is not asked again at once when the question is lost in the window', async () => {
    await silence();
    test.inquiry.overdue();
    test.inquiry.ask();
    await test.advance();
    test.opened[1]?.emit('error', new Error('reset'));
    await test.advance();
    assert.equal(test.opened.length, 2);
  });

  it('may answer a question in the window long after confirmTimeout', async () => {
    await silence();
    test.inquiry.overdue();
    await test.advance();
    test.inquiry.ask();
    await test.advance();
    test.clock.advance(2 * TIMEOUT_MS);
    test.inquiry.overdue();
    await test.advance();
    test.close();
    assert.deepEqual(test.done, ['warn', 'dismiss', `answer ${2 * TIMEOUT_MS}`]);
  });
});
