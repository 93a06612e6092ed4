import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as core from 'heka-core';
import * as testing from 'heka-core/testing';
import pino from 'pino';
import hekaTarget, { hekaDestination } from 'pino-heka';
import winston from 'winston';
import DefaultTransport, { HekaTransport } from 'winston-heka';
import scenarios from '../scenarios.cjs';

test('heka-core encodes and decodes by import', () => scenarios.messageSurvivesTheWire(core));
test('heka-core refuses a wrong option by import', () => scenarios.wrongOptionIsRefused(core));
test('heka-core matches a regular expression by import', () => scenarios.regularExpressionMatches(core));
test('heka-core delivers by import', () => scenarios.deliveryArrives(core, testing));
test('a client of heka-core delivers by import', () => scenarios.clientArrives(core, testing));
test('winston-heka has one class under both of its names', () =>
  assert.equal(DefaultTransport, HekaTransport));
test('winston-heka delivers by import', () => scenarios.winstonArrives(winston, HekaTransport, testing));
test('pino-heka delivers by import, in process', () => scenarios.pinoArrives(pino, hekaDestination, testing));
test('pino-heka delivers by import, as a target in process', () =>
  scenarios.pinoArrives(pino, hekaTarget, testing));
test('pino-heka delivers from a worker', () =>
  scenarios.pinoArrives(pino, (options) => pino.transport({ target: 'pino-heka', options }), testing));

/** Imports the CommonJS form of a package by its path, as hosts do that resolve a module themselves. */
function importCommonjs(name) {
  return import(pathToFileURL(createRequire(import.meta.url).resolve(name)).href);
}

test('the CommonJS form of each package has its exports under an import too', async () => {
  const { createDelivery } = await importCommonjs('heka-core');
  const { createReceiver } = await importCommonjs('heka-core/testing');
  const { HekaTransport: Transport, HekaError } = await importCommonjs('winston-heka');
  const { hekaDestination: destination } = await importCommonjs('pino-heka');
  for (const exported of [createDelivery, createReceiver, Transport, HekaError, destination]) {
    assert.equal(typeof exported, 'function');
  }
});
