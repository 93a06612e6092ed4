import winston from 'winston';
import { pino } from 'pino';
import { HekaTransport } from '../packages/winston/src/index.ts';
import { Writable } from 'node:stream';
import pinoHeka from '../packages/pino/src/index.ts';
const f = winston.format;
function wide(l: number): object { let v: object = { leaf: 1 }; for (let i = 0; i < l; i++) v = { a: v, b: v }; return v; }
function cube(l: number): unknown[] { let v: unknown[] = [1]; for (let i = 0; i < l; i++) v = Array.from({ length: 100 }, () => v); return v; }
const big: [string, unknown][] = [
  ['wide', wide(30)], ['cube', cube(5)], ['arr', Array.from({ length: 2e6 }, (_, i) => i)], ['objs', Array.from({ length: 3e5 }, (_, i) => ({ i }))],
  ['keys', Object.fromEntries(Array.from({ length: 3e5 }, (_, i) => [`k${i}`, i]))], ['str', 'x'.repeat(2e7)], ['twobyte', 'é😀'.repeat(5e6)], ['strs', Array.from({ length: 1000 }, () => 'y'.repeat(20000))],
  ['map', new Map(Array.from({ length: 3e5 }, (_, i) => [i, { i }]))], ['mapdag', new Map([['a', wide(30)], ['b', cube(5)]])], ['set', new Set(Array.from({ length: 3e5 }, (_, i) => i))], ['buf', Buffer.alloc(5e6)], ['f64', new Float64Array(5e6)],
  ['sparse', (() => { const a: unknown[] = []; a[4e9] = 1; return a; })()],
  ['err', Object.assign(new Error('e'), { wide: wide(30), cube: cube(5) })], ['aggr', new AggregateError(Array.from({ length: 1000 }, (_, i) => Object.assign(new Error(`${i}`), { w: wide(20) })), 'm')],
  ['causeDag', (() => { let e = new Error('x'); for (let i = 0; i < 25; i++) e = new AggregateError([e, e], `l${i}`, { cause: e }); return e; })()],
  ['getters', new Proxy({}, { ownKeys: () => Array.from({ length: 1e5 }, (_, i) => `g${i}`), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => wide(30) })],
  ['msgobj', { message: wide(30), stack: cube(5) }], ['meta', { metadata: wide(30), level: cube(5) }],
  ['toJSON', { toJSON: () => wide(30) }], ['bigint', 2n ** 2000000n], ['date', new Date(NaN)], ['longstack', Object.assign(new Error('m'.repeat(1e6)), { stack: 'Error: a\n'.repeat(1e6) })],
  ['regexish', { stack: `${'A'.repeat(1e6)} [` }], ['regexish2', { stack: `${'a.'.repeat(1e6)}` }], ['ansi', '\u001b['.repeat(1e6)], ['pct', '%'.repeat(1e6)], ['pcts', '%s'.repeat(3e5)],
];
const t = new HekaTransport({ host: '127.0.0.1', port: 9, queueMaxBytes: 1 << 26 } as never);
t.on('error', () => {}); t.on('warn', () => {});
const formats: [string, winston.Logform.Format][] = [['none', f((i) => i)()], ['errors', f.errors({ stack: true, cause: true } as never)], ['metadata', f.metadata()]];
const nul = new winston.transports.Stream({ stream: new Writable({ write: (_c, _e, cb) => cb() }), format: f((i) => ({ ...i, [Symbol.for('message')]: 'x' }) as never)() });
let base = 0; let loggers: winston.Logger[] = [];
const slow = (name: string, fn: (l: winston.Logger) => void) => { 
  const b0 = performance.now(); try { fn(loggers[1]!); } catch {} base = performance.now() - b0;
  const l = loggers[0]!; const t0 = performance.now(); let thrown = ''; try { fn(l); } catch (e) { thrown = String(e).slice(0, 80); } const ms = performance.now() - t0; if (ms > 40 + base * 1.2) console.log(Math.round(ms), 'ms', 'winston itself', Math.round(base), name, thrown); };
for (const [fn, fo] of formats) {
  loggers = [winston.createLogger({ transports: [t], format: fo }), winston.createLogger({ transports: [nul], format: fo })];
  for (const [n, v] of big) {
    if (fn !== 'none' && n === 'getters') continue;
    if (process.argv[2] && n !== process.argv[2]) continue;
    const any = v as never;
    slow(`${fn} ${n} only`, (l) => l.info(any));
    slow(`${fn} ${n} meta`, (l) => l.info('text', any));
    slow(`${fn} ${n} member`, (l) => l.info('text', { v }));
    slow(`${fn} ${n} second`, (l) => l.info('text', 1, any));
    slow(`${fn} ${n} third`, (l) => l.info('text', { a: 1 }, any));
    for (const p of ['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c']) slow(`${fn} ${n} ${p}`, (l) => l.info(`is ${p}`, any));
    if (typeof v === 'string') slow(`${fn} ${n} text+meta`, (l) => l.info(v, { a: 1 }));
    if (typeof v === 'string') slow(`${fn} ${n} text+args`, (l) => l.info(v, 'x', { a: 1 }));
  }
}
console.log('done winston');
const s = pinoHeka({ host: '127.0.0.1', port: 9 } as never) as never;
const p = pino({}, s);
for (const [n, v] of big) { if (n === 'getters' || n === 'wide' || n === 'toJSON') continue; const j: string[] = []; try { const t0 = performance.now(); j.push(JSON.stringify({ level: 30, time: 1, v }) ?? ''); const ms = performance.now() - t0; const t1 = performance.now(); (s as { write(x: string): void }).write(j[0] + '\n'); const ms2 = performance.now() - t1; if (ms2 > 60) console.log('pino', n, Math.round(ms), Math.round(ms2), j[0]!.length); } catch (e) { console.log('json', n, String(e).slice(0, 60)); } }
void p;
process.exit(0);
