import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as core from 'heka-core';
import * as testing from 'heka-core/testing';
import pino from 'pino';
import hekaTarget, { hekaDestination } from 'pino-heka';
import winston from 'winston';
import HekaTransport, { HekaTransport as NamedTransport } from 'winston-heka';
import scenarios from '../scenarios.cjs';

test('heka-core encodes and decodes by import', () => scenarios.messageSurvivesTheWire(core));
test('heka-core refuses a wrong option by import', () => scenarios.wrongOptionIsRefused(core));
test('heka-core delivers by import', () => scenarios.deliveryArrives(core, testing));
test('winston-heka has one class under both of its names', () => assert.equal(NamedTransport, HekaTransport));
test('winston-heka delivers by import', () => scenarios.winstonArrives(winston, HekaTransport, testing));
test('pino-heka delivers by import, in process', () => scenarios.pinoArrives(pino, hekaDestination, testing));
test('pino-heka delivers by import, as a target in process', () =>
  scenarios.pinoArrives(pino, hekaTarget, testing));
test('pino-heka delivers from a worker', () =>
  scenarios.pinoArrives(pino, (options) => pino.transport({ target: 'pino-heka', options }), testing));
