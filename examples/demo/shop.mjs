// The shop of ../demo.mjs: logs each of its events through winston and through pino.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import pinoHttp from 'pino-http';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

Error.stackTraceLimit = 1;

/** Sales of the clearance, which is over after a second and a half. */
const SALES = 1500;
const SALES_A_TICK = 10;

const url = process.env.HEKA_URL;
// Shorter than the default: the demo takes a few seconds, and a receiver that was killed is back in one.
const backoffStrategy = { initialDelay: 100, maxDelay: 1000 };
const logged = { winston: 0, pino: 0 };

const winstonTransport = new HekaTransport({ url, backoffStrategy, logger: 'shop-winston' });
const pinoTransport = pino.transport({
  target: createRequire(import.meta.url).resolve('pino-heka'),
  options: { url, backoffStrategy, logger: 'shop-pino' },
});

const winstonLogger = winston.createLogger({
  level: 'debug',
  levels: { fatal: 0, error: 1, warn: 2, notice: 3, info: 4, debug: 5 },
  transports: [winstonTransport],
});

const pinoLogger = pino(
  {
    level: 'debug',
    customLevels: { notice: 35 },
    hooks: {
      logMethod(args, method) {
        logged.pino++;
        method.apply(this, args);
      },
    },
  },
  pinoTransport,
);

const loggers = { winston: winstonLogger, pino: pinoLogger };

/** Logs one event through a logger of winston and one of pino. */
function logBoth({ winston, pino }, level, message, fields) {
  logToWinston(winston, level, message, fields);
  pino[level](fields, message);
}

function logToWinston(logger, level, message, fields) {
  logged.winston++;
  logger.log(level, message, fields);
}

// pino-http logs each request through pino. What it is about to log goes to winston too, serialized as it does.
const logRequest = pinoHttp({
  logger: pinoLogger,
  serializers: { req: shortRequest },
  customSuccessObject(request, response, fields) {
    const req = shortRequest(pino.stdSerializers.req(request));
    const res = pino.stdSerializers.res(response);
    logToWinston(winstonLogger, 'info', 'request completed', { req, ...fields, res });
    return fields;
  },
});

/** Of all the headers only one: they would fill the screen. */
function shortRequest({ id, method, url, headers }) {
  return { id, method, url, headers: { 'user-agent': headers['user-agent'] } };
}

const pages = {
  'GET /orders/17'(response) {
    logBoth(loggers, 'debug', 'order read', { cache: { hit: true, ageMs: 41.5 }, keys: ['order:17', 'ann'] });
    response.end('{"order":17}');
  },
  'POST /orders'(response) {
    const bindings = { order: { id: 18, total: 19.9 }, customer: 'Zoë' };
    const children = { winston: winstonLogger.child(bindings), pino: pinoLogger.child(bindings) };
    logBoth(children, 'info', 'order placed', { items: ['tea', 'cup'] });
    logBoth(children, 'notice', 'order is a gift', { wrapping: null, card: 'Happy birthday' });
    response.statusCode = 201;
    response.end('{"order":18}');
  },
  'POST /payments'(response) {
    const refused = new Error('card refused', { cause: new RangeError('limit of 500 reached') });
    logBoth(loggers, 'fatal', 'payment failed', { err: refused, attempts: 3 });
    response.statusCode = 402;
    response.end();
  },
};

const server = createServer((request, response) => {
  logRequest(request, response);
  response.once('finish', () => setImmediate(tell));
  const page = pages[`${request.method} ${request.url}`];
  if (page !== undefined) {
    page(response);
    return;
  }
  logBoth(loggers, 'warn', 'no such page', { path: request.url, shopSince: new Date(0) });
  response.statusCode = 404;
  response.end();
});

/** Tells the demo how much was logged so far. */
function tell() {
  process.send({ logged });
}

process.on('message', (order) => {
  if (order === 'sale') void sell();
  else close();
});

/** Logs one sale after the other; over when both loggers deliver again after the outage that comes meanwhile. */
async function sell() {
  const recovered = Promise.all([once(winstonTransport, 'recovered'), once(pinoTransport, 'recovered')]);
  for (let number = 1; number <= SALES; number++) {
    logBoth(loggers, 'info', 'sold', { number });
    if (number % SALES_A_TICK === 0) await setTimeout(10);
  }
  await recovered;
  tell();
}

function close() {
  server.closeAllConnections();
  server.close(() => {
    logBoth(loggers, 'info', 'shop closed', {});
    // Nothing is flushed here: the process ends by itself, and both loggers deliver what they have.
    process.send({ logged }, () => process.disconnect());
  });
}

server.listen(0, '127.0.0.1', () => {
  process.send({ origin: `http://127.0.0.1:${server.address().port}` });
  logBoth(loggers, 'info', 'shop open', { node: process.versions.node });
  tell();
});
