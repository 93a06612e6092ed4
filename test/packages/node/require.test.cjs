'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const core = require('heka-core');
const testing = require('heka-core/testing');
const pino = require('pino');
const hekaTarget = require('pino-heka');
const winston = require('winston');
const HekaTransport = require('winston-heka');
const scenarios = require('../scenarios.cjs');

test('heka-core encodes and decodes by require', () => scenarios.messageSurvivesTheWire(core));
test('heka-core refuses a wrong option by require', () => scenarios.wrongOptionIsRefused(core));
test('heka-core matches a regular expression by require', () => scenarios.regularExpressionMatches(core));
test('heka-core delivers by require', () => scenarios.deliveryArrives(core, testing));
test('a client of heka-core delivers by require', () => scenarios.clientArrives(core, testing));
test('winston-heka is its class, which has all exports as members', () => {
  assert.equal(HekaTransport.HekaTransport, HekaTransport);
  assert.equal(HekaTransport.default, HekaTransport);
  assert.equal(HekaTransport.HekaError, core.HekaError);
});
test('pino-heka is its target, which has all exports as members', () => {
  assert.equal(hekaTarget.hekaTarget, hekaTarget);
  assert.equal(hekaTarget.default, hekaTarget);
  assert.equal(hekaTarget.HekaError, core.HekaError);
});
test('winston-heka delivers by require', () => scenarios.winstonArrives(winston, HekaTransport, testing));
test('pino-heka delivers by require, in process', () =>
  scenarios.pinoArrives(pino, hekaTarget.hekaDestination, testing));
test('pino-heka delivers by require, as a target in process', () =>
  scenarios.pinoArrives(pino, hekaTarget, testing));
test('pino-heka delivers from a worker that a CommonJS application starts', () =>
  scenarios.pinoArrives(pino, (options) => pino.transport({ target: 'pino-heka', options }), testing));
