// Logs one record of pino through a delivery that is given no option at all.
import { createDelivery, pinoRecords } from 'heka-core';

const delivery = createDelivery({}, pinoRecords);
delivery.log('{"level":30,"msg":"from the environment"}');
await delivery.close();
