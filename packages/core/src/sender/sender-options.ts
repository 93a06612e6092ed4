import type { HekaOptions, PlaceSettings, TlsSettings } from '../options/generated/heka-options.ts';

/** What a sender alone needs: where to, TLS, and how long an attempt may take. */
export interface SenderOptions extends PlaceSettings, TlsSettings, Pick<HekaOptions, 'connectTimeout'> {}
