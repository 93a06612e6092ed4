import { HekaError, type HekaMessage } from 'heka-core';
import { type HekaOptions, hekaDestination } from 'pino-heka';
import { HekaTransport, type HekaTransportOptions } from 'winston-heka';

const options: HekaOptions = { url: 'tcp://127.0.0.1:5565' };
const transportOptions: HekaTransportOptions = options;
const transport: HekaTransport = new HekaTransport(transportOptions);
const confirmed: (message: HekaMessage) => boolean = ({ severity }) => severity === 4;
console.log(hekaDestination(options), transport, confirmed, HekaError);
