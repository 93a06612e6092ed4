// A small shop that logs each of its events through winston and through pino. Started by ../demo.mjs, which makes
// requests to it and tells it when to stop.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import pino from 'pino';
import pinoHttp from 'pino-http';
import winston from 'winston';
import { HekaTransport } from 'winston-heka';

const url = process.env.HEKA_URL;
const levels = { fatal: 0, error: 1, warn: 2, notice: 3, info: 4, debug: 5 };
const logged = { winston: 0, pino: 0 };

const winstonLogger = winston.createLogger({
  level: 'debug',
  levels,
  transports: [new HekaTransport({ url, logger: 'shop-winston' })],
});
const pinoLogger = pino({
  level: 'debug',
  customLevels: { notice: 35 },
  hooks: {
    logMethod(args, method) {
      logged.pino += 1;
      method.apply(this, args);
    },
  },
  transport: {
    // The worker resolves the name from here, whatever directory the demo is started in.
    target: createRequire(import.meta.url).resolve('pino-heka'),
    options: { url, logger: 'shop-pino' },
  },
});

/** Logs one event through both loggers, or through the children of both. */
function both(level, fields, message, loggers = { winston: winstonLogger, pino: pinoLogger }) {
  logged.winston += 1;
  loggers.winston.log(level, message, fields);
  loggers.pino[level](fields, message);
}

/** What pino-http hands to its logger goes to winston as well, with the same serializers. */
function alsoToWinston(request, _response, fields) {
  const { req, res } = pino.stdSerializers;
  const { res: response, ...others } = fields;
  const failed = others.err !== undefined;
  logged.winston += 1;
  winstonLogger.log(failed ? 'error' : 'info', failed ? 'request errored' : 'request completed', {
    req: req(request),
    res: res(response),
    ...others,
  });
  return fields;
}

const logRequest = pinoHttp({
  logger: pinoLogger,
  customLogLevel: (_request, _response, error) => (error === undefined ? 'info' : 'error'),
  customSuccessObject: alsoToWinston,
  customErrorObject: (request, response, _error, fields) => alsoToWinston(request, response, fields),
});

const pages = {
  'GET /orders/17': (_request, response) => {
    both('debug', { cache: { hit: true, ageMs: 41.5 }, keys: ['order:17', 'customer:4'] }, 'order read');
    response.end('{"order":17}');
  },
  'POST /orders': (_request, response) => {
    const bindings = { order: { id: 18, total: 19.9 }, customer: 'Zoë' };
    const children = { winston: winstonLogger.child(bindings), pino: pinoLogger.child(bindings) };
    both('info', { items: ['tea', 'cup'] }, 'order placed', children);
    both('notice', { gift: true, wrapping: null }, 'order is a gift', children);
    response.statusCode = 201;
    response.end('{"order":18}');
  },
  'POST /payments': (_request, response) => {
    const refused = new Error('card refused', { cause: new RangeError('limit of 500 reached') });
    refused.code = 'E_CARD';
    both('fatal', { err: refused, attempts: 3 }, 'payment failed');
    response.statusCode = 500;
    response.err = refused;
    response.end();
  },
};

const server = createServer((request, response) => {
  logRequest(request, response);
  const page = pages[`${request.method} ${request.url}`];
  if (page !== undefined) {
    page(request, response);
    return;
  }
  both('warn', { path: request.url, since: new Date(0) }, 'no such page');
  response.statusCode = 404;
  response.end();
});

process.once('message', () => {
  server.close(() => {
    both('info', {}, 'shop closed');
    // Nothing is flushed here: the process ends by itself, and both loggers deliver what they have.
    process.send({ logged }, () => process.disconnect());
  });
  server.closeAllConnections();
});

server.listen(0, '127.0.0.1', () => {
  both('info', { versions: { node: process.versions.node } }, 'shop open');
  process.send({ port: server.address().port });
});
