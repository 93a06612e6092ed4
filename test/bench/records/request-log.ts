/** The members of a request log, as pino-http and its like make them. */
export interface RequestLog {
  readonly req: object;
  readonly res: object;
  readonly responseTime: number;
  readonly userId: number;
  readonly cached: boolean;
}

/** The text that goes with a {@link RequestLog}. */
export const REQUEST_MESSAGE = 'request completed';

const ROUTES = ['orders', 'customers', 'invoices', 'products', 'search', 'sessions', 'carts', 'reviews'];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'GET', 'PUT'];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15',
  'okhttp/4.12.0 (Android 14; SM-S921B) shop-app/8.31.2 build/20416 release',
];

/**
 * Makes request logs that all have one shape and differ in their values. Their frames are about 680 bytes long.
 * No chance is in them: each run measures the same records.
 */
export function requestLogs(count: number): readonly RequestLog[] {
  return Array.from({ length: count }, (_, index) => flat(requestLog(index)));
}

function requestLog(index: number): RequestLog {
  const route = pick(ROUTES, index);
  const id = 10_000 + ((index * 7919) % 90_000);
  return {
    req: {
      id: `req-${(0x1000_0000 + index * 2_654_435).toString(16)}`,
      method: pick(METHODS, index),
      url: `/api/v2/${route}/${id}?expand=items&page=${index % 17}`,
      headers: {
        host: 'shop.example.com',
        'user-agent': pick(AGENTS, index),
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
      },
      remoteAddress: `10.1.${index % 200}.${(index * 13) % 250}`,
      remotePort: 32_768 + ((index * 31) % 28_000),
    },
    res: {
      statusCode: index % 29 === 0 ? 404 : 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': 180 + (index % 4096) },
    },
    responseTime: 1.25 + ((index * 37) % 1000) / 8,
    userId: 700_000 + ((index * 101) % 99_991),
    cached: index % 3 === 0,
  };
}

/** Texts of one piece, as they come from a parser, and not ropes of the pieces that they were made of. */
function flat<T>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T;
}

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}
