import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reporter } from '../../../../packages/core/src/delivery/notices/reporter.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

function open(quiet = false) {
  const clock = new FakeClock();
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const reporter = new Reporter({ name: 'tcp://h:1', quiet, clock, lines: { now: print, soon: print } });
  return { clock, reporter, lines };
}

describe('the lines on stderr', () => {
  it('begin with the name', () => {
    const { reporter, lines } = open();
    reporter.print('text');
    assert.deepEqual(lines, ['heka tcp://h:1: text\n']);
  });

  it('of one kind come at most once in 30 s, and do not hide another kind', () => {
    const { clock, reporter, lines } = open();
    assert.equal(reporter.printRarely('outage', 'one'), true);
    clock.advance(29_999);
    assert.equal(reporter.printRarely('outage', 'two'), false);
    assert.equal(reporter.printRarely('drops', 'three'), true);
    clock.advance(1);
    assert.equal(reporter.printRarely('outage', 'four'), true);
    assert.deepEqual(
      lines.map((line) => line.slice('heka tcp://h:1: '.length, -1)),
      ['one', 'three', 'four'],
    );
  });

  it('that came too soon are printed later, with what is true then', () => {
    const { clock, reporter, lines } = open();
    let count = 0;
    for (let i = 0; i < 1_000; i++) {
      count++;
      reporter.printEventually('drops', () => `${count} dropped`);
      clock.advance(1);
    }
    assert.equal(lines.length, 1);
    clock.advance(30_000);
    assert.deepEqual(lines, ['heka tcp://h:1: 1 dropped\n', 'heka tcp://h:1: 1000 dropped\n']);
    assert.equal(clock.waiting, 0);
  });

  it('do not come after the end', () => {
    const { clock, reporter, lines } = open();
    reporter.printEventually('drops', () => 'one');
    reporter.printEventually('drops', () => 'two');
    reporter.stop();
    clock.advance(60_000);
    assert.equal(lines.length, 1);
  });

  it('do not come at all if it is quiet', () => {
    const { reporter, lines } = open(true);
    reporter.print('one');
    reporter.printRarely('outage', 'two');
    assert.deepEqual(lines, []);
  });
});
