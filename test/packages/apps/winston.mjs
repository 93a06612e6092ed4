import winston from 'winston';
import { HekaTransport } from 'winston-heka';

const [url, count] = process.argv.slice(2);
const logger = winston.createLogger({ transports: [new HekaTransport({ url })] });
for (let number = 1; number <= Number(count); number++) logger.info(`message ${number}`);
