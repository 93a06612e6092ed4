import { format } from 'winston';

/** A winston format that changes nothing. Without one winston makes JSON of each record, for nobody to read. */
export const asItIs = format((info) => info);
