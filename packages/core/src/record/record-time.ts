/**
 * The time of a record, in the forms that loggers write:
 *
 * | value | means |
 * |---|---|
 * | number below 1e11 (in magnitude) | seconds since 1970, decimals included |
 * | number below 1e14 | milliseconds |
 * | number below 1e17 | microseconds |
 * | any other number | nanoseconds |
 * | Date | itself |
 * | text | ISO 8601 with a zone, up to 9 decimals: `2026-01-02T03:04:05.123456789+01:00` |
 */

import { types } from 'node:util';
import { type Instant, readClock } from '../message/timestamp.ts';

/** Largest magnitude of milliseconds whose nanoseconds fit 64 bits. */
const MAX_MS = 9_223_372_036_853;

/** No time is longer; a search in a megabyte of text would be wasted. */
const MAX_TEXT = 40;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;

/** A point in time, read out of records. */
export class RecordTime implements Instant {
  /** Whole milliseconds since 1970. */
  ms = 0;
  /** Nanoseconds into that millisecond, 0 to 999,999. */
  ns = 0;

  /** The beginning of a text as far as its `T`, and what it means. */
  #day = 'none';
  #dayMs = 0;

  /** Reads the clock. */
  now(): void {
    readClock(this);
  }

  /**
   * Reads a time.
   *
   * @returns false for what is none
   */
  read(value: unknown): boolean {
    if (typeof value === 'number') return this.#readNumber(value);
    if (typeof value === 'string') {
      return this.#readToday(value) || (value.length <= MAX_TEXT && this.#readText(value));
    }
    if (typeof value === 'bigint') {
      return this.readNanoseconds(value * BigInt(nanosecondsPerUnit(Number(value))));
    }
    // Most often there is nothing, and asking for a Date is a call into native code.
    if (typeof value !== 'object' || value === null) return false;
    return types.isDate(value) && this.#set(value.getTime(), 0);
  }

  #set(ms: number, ns: number): boolean {
    if (!(Math.abs(ms) <= MAX_MS)) return false;
    this.ms = ms;
    this.ns = ns;
    return true;
  }

  #readNumber(value: number): boolean {
    const magnitude = Math.abs(value);
    if (magnitude >= 1e11 && magnitude < 1e14 && Number.isInteger(value)) return this.#set(value, 0);
    // From 1e21 the decimal text has an exponent; 64 bits end before.
    if (!(magnitude < 1e20)) return false;
    if (magnitude < 1e-6) return this.#set(0, 0);
    const [integer = '', decimals = ''] = String(value).split('.');
    const unit = nanosecondsPerUnit(value);
    const places = Math.round(Math.log10(unit));
    const digits = integer + decimals.slice(0, places).padEnd(places, '0');
    return this.readNanoseconds(BigInt(digits));
  }

  /** Takes nanoseconds since 1970. Returns false if they do not fit. */
  readNanoseconds(nanoseconds: bigint): boolean {
    const below = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return this.#set(Number((nanoseconds - below) / 1_000_000n), Number(below));
  }

  /** The usual form, what `toISOString` gives, for the day that was read last: no other way is as quick. */
  #readToday(text: string): boolean {
    if (text.length !== 24 || text.charCodeAt(23) !== 0x5a || !text.startsWith(this.#day)) return false;
    const hour = digits(text, 11, 2, 0x3a);
    const minute = digits(text, 14, 2, 0x3a);
    const second = digits(text, 17, 2, 0x2e);
    const ms = digits(text, 20, 3, 0x5a);
    if (!(hour < 24 && minute < 60 && second < 60 && ms < 1000)) return false;
    this.ms = this.#dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    this.ns = 0;
    return true;
  }

  #readText(text: string): boolean {
    const match = ISO.exec(text);
    if (match === null) return false;
    const [
      ,
      year,
      month,
      day,
      hour,
      minute,
      second = '0',
      decimals = '',
      sign,
      zoneHour = '0',
      zoneMinute = '0',
    ] = match;
    const date = new Date(0);
    date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    const isDate = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
    if (!isDate || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
    if (Number(zoneHour) > 23 || Number(zoneMinute) > 59) return false;
    if (text.length === 24) {
      this.#day = text.slice(0, 11);
      this.#dayMs = date.getTime();
    }
    const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60_000 : 60_000);
    const fraction = decimals.padEnd(9, '0');
    const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
    return this.#set(date.getTime() + time - zone + Number(fraction.slice(0, 3)), Number(fraction.slice(3)));
  }
}

function nanosecondsPerUnit(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < 1e11) return 1e9;
  if (magnitude < 1e14) return 1e6;
  return magnitude < 1e17 ? 1e3 : 1;
}

/**
 * @param code the character that must follow
 * @returns the number that the digits at a place in a text are; NaN where there are none
 */
function digits(text: string, at: number, count: number, code: number): number {
  let number = 0;
  for (let index = at; index < at + count; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return text.charCodeAt(at + count) === code ? number : Number.NaN;
}
